/** The catalogue of workloads as a run wants it. */
import { type FunctionDefinition, functionCatalog } from '../../workloads/catalog.ts';
import { packageFunction, toFillerFile } from '../../workloads/package-function.ts';
import { FaasmarkError } from '../contract/errors.ts';
import { isRecord } from '../measure/probe-report.ts';
import type { FunctionCatalog } from '../run/function-spec.ts';

export const catalog: FunctionCatalog = {
  names: Object.fromEntries(Array.from(functionCatalog, ([name, { languages }]) => [name, languages])),
  package: (name, language, architecture) => packageFunction(find(name), language, architecture),
  filler: toFillerFile,
  input: (name, size) => find(name).inputs[size],
  needsNetwork: (name) => find(name).needsNetwork ?? false,
  expectedOutput(name, event, fillerMiB) {
    const definition = find(name);
    return definition.expectedOutput(demandEvent(definition, event), { fillerMiB });
  },
};

/** The scenario was checked against the names. */
function find(name: string): FunctionDefinition {
  const found = functionCatalog.get(name);
  if (found === undefined) throw new Error(`no function ${name} in the catalogue`);
  return found;
}

/** An event of one's own has the fields of the inputs: the output check works with them. */
function demandEvent(
  { name, inputs }: FunctionDefinition,
  event: unknown,
): Readonly<Record<string, unknown>> {
  if (!isRecord(event)) {
    throw toEventError(name, `takes an object as its event, not ${JSON.stringify(event)}`);
  }
  for (const [field, own] of Object.entries(inputs.small)) {
    const [wanted, given] = [toKind(own), toKind(event[field])];
    if (wanted !== given) throw toEventError(name, `takes ${wanted} as ${field} of its event, not ${given}`);
  }
  return event;
}

function toKind(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`.replace('a object', 'an object');
}

function toEventError(name: string, problem: string): FaasmarkError {
  return new FaasmarkError('SCENARIO_INVALID', `the function ${name} of the catalogue ${problem}`, {
    hint: 'Give an "input" beside the "event", which then only has the fields that shall differ; see "faasmark functions".',
  });
}
