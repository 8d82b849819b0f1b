/** The ready-made scenario of each experiment, and what the command line changes in it. */
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { FaasmarkError } from '../contract/errors.ts';
import { packageRoot } from '../contract/package-root.ts';
import type { CatalogNames } from '../scenario/function-checks.ts';
import { parseScenario } from '../scenario/parse-scenario.ts';
import type { Scenario } from '../scenario/scenario.ts';

export interface ReadyMadeChanges {
  /** Instead of the experiment's own number. */
  readonly samples?: number | undefined;
  /** Of the catalogue, instead of the first function of the scenario. */
  readonly function?: string | undefined;
}

interface Written {
  readonly functions: Record<string, Record<string, unknown>>;
  readonly experiments: Record<string, unknown>[];
}

const folder = join(packageRoot, 'workloads', 'scenarios');

/** What `npm start` runs. */
export const quickstart: string = join(folder, 'quickstart.yaml');

/**
 * @param experiment - its kind.
 * @throws FaasmarkError `USAGE`, `SCENARIO_INVALID`.
 */
export async function loadReadyMade(
  experiment: string,
  changes: ReadyMadeChanges,
  catalog: CatalogNames,
): Promise<Scenario> {
  const names = (await readdir(folder)).map((file) => file.replace(/\.yaml$/, ''));
  const experiments = names.filter((name) => name !== 'quickstart').toSorted();
  if (!experiments.includes(experiment)) {
    throw new FaasmarkError('USAGE', `--experiment: there is no "${experiment}"`, {
      hint: `There is ${experiments.join(', ')}. A scenario file combines them.`,
    });
  }
  const text = await readFile(join(folder, `${experiment}.yaml`), 'utf8');
  return parseScenario(change(text, changes), { file: `--experiment ${experiment}`, catalog });
}

/** What is changed is checked as if it had been written so. */
function change(text: string, { samples, function: used }: ReadyMadeChanges): string {
  const written = parse(text) as Written;
  if (samples !== undefined) for (const one of written.experiments) one['samples'] = samples;
  if (used === undefined) return stringify(written);
  const [first = ''] = Object.keys(written.functions);
  const { event, input, expect, ...kept } = written.functions[first] ?? {};
  const functions = { ...written.functions, [first]: { ...kept, use: used } };
  const rename = (value: unknown): unknown => (value === first ? used : value);
  const experiments = JSON.parse(JSON.stringify(written.experiments), (key, value) =>
    key === 'kind' || key === 'name' ? (value as unknown) : rename(value),
  ) as unknown;
  const renamed = Object.entries(functions).map(([name, one]) => [rename(name), one]);
  return stringify({ ...written, functions: Object.fromEntries(renamed) as unknown, experiments });
}
