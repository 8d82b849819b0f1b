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
    if (!isRecord(event)) {
      throw new FaasmarkError(
        'SCENARIO_INVALID',
        `the function ${name} takes an object as its event, not ${JSON.stringify(event)}`,
        { hint: 'Leave out "event", or see "faasmark functions".' },
      );
    }
    return find(name).expectedOutput(event, { fillerMiB });
  },
};

/** The scenario was checked against the names. */
function find(name: string): FunctionDefinition {
  const found = functionCatalog.get(name);
  if (found === undefined) throw new Error(`no function ${name} in the catalogue`);
  return found;
}
