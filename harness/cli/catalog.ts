/** The catalogue of workloads as a run wants it. */
import { functionCatalog, packageFunction } from '../../workloads/catalog.ts';
import { FaasmarkError } from '../contract/errors.ts';
import { isRecord } from '../measure/probe-report.ts';
import type { FunctionCatalog } from '../run/function-spec.ts';

export const catalog: FunctionCatalog = {
  names: [...functionCatalog.keys()],
  package: packageFunction,
  defaultEvent: (name) => functionCatalog.get(name)?.defaultEvent ?? {},
  expectedOutput(name, event) {
    if (!isRecord(event)) {
      throw new FaasmarkError(
        'SCENARIO_INVALID',
        `the function ${name} takes an object as its event, not ${JSON.stringify(event)}`,
        {
          hint: `Its default is ${JSON.stringify(functionCatalog.get(name)?.defaultEvent)}.`,
        },
      );
    }
    return functionCatalog.get(name)?.expectedOutput(event) ?? {};
  },
};
