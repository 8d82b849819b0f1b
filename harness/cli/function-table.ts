/** The catalogue of functions as a table: what each is, in which languages, and with which inputs. */
import type { FunctionDefinition } from '../../workloads/catalog.ts';
import { inputSizes } from '../contract/workload.ts';
import { toTextTable } from './text-table.ts';

export function toFunctionTable(definitions: Iterable<FunctionDefinition>): string {
  return toTextTable(
    ['function', 'languages', 'stresses', `inputs ${inputSizes.join(' / ')}`, 'what it does'],
    Array.from(definitions, (definition) => [
      definition.name,
      definition.languages.join(' '),
      definition.stresses,
      toInputText(definition),
      definition.description,
    ]),
  );
}

/** The fields in which the inputs differ. */
function toInputText({ inputs }: FunctionDefinition): string {
  return Object.keys(inputs.small)
    .map((field) => [field, inputSizes.map((size) => toText(inputs[size][field]))] as const)
    .filter(([, values]) => new Set(values).size > 1)
    .map(([field, values]) => `${field}: ${values.join(' / ')}`)
    .join('; ');
}

const longest = 30;

function toText(value: unknown): string {
  const text = typeof value === 'number' ? value.toLocaleString('en-US') : String(value);
  return text.length > longest ? `${text.length.toLocaleString('en-US')} bytes` : text;
}
