/** The file of `--faults`: YAML or JSON; what is in it is the platform's to check. */
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { FaasmarkError, messageOf } from '../contract/errors.ts';

/** @throws FaasmarkError `USAGE`. */
export async function readDeclaredFaults(file: string): Promise<unknown> {
  try {
    return parse(await readFile(file, 'utf8'), { maxAliasCount: 100 });
  } catch (error) {
    throw new FaasmarkError('USAGE', `--faults: ${file}: ${messageOf(error)}`, {
      hint: 'Name a YAML or JSON file as platform/faults/README.md describes it.',
      cause: error,
    });
  }
}
