/** Reads a scenario file from disk. */
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { FaasmarkError, errorCodeOf, messageOf } from '../contract/errors.ts';
import type { CatalogNames } from './function-checks.ts';
import { parseScenario } from './parse-scenario.ts';
import type { FunctionConfig, Scenario } from './scenario.ts';

/**
 * @param file - path as the user wrote it; folders in the scenario are relative to it.
 * @throws FaasmarkError `SCENARIO_UNREADABLE`, `SCENARIO_INVALID`.
 */
export async function loadScenario(file: string, catalog: CatalogNames): Promise<Scenario> {
  const scenario = parseScenario(await readText(file), { file, catalog });
  const absolute = ([name, config]: [string, FunctionConfig]): [string, FunctionConfig] => [
    name,
    config.source.kind === 'folder'
      ? { ...config, source: { ...config.source, folder: resolve(dirname(file), config.source.folder) } }
      : config,
  ];
  return { ...scenario, functions: Object.fromEntries(Object.entries(scenario.functions).map(absolute)) };
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const reason = errorCodeOf(error) === 'ENOENT' ? 'no such file' : messageOf(error);
    throw new FaasmarkError('SCENARIO_UNREADABLE', `cannot read the scenario ${file}: ${reason}`, {
      hint: 'Give the path of a YAML file, or none to run the quickstart scenario.',
      cause: error,
    });
  }
}
