/** Functions from a file: a YAML list, in the words of the flags. */
import { readFile } from 'node:fs/promises';
import { parseDocument, stringify } from 'yaml';
import { z } from 'zod';
import { FaasmarkError, messageOf } from '../../contract/errors.ts';
import { parseArrivals } from '../../scenario/parse-arrivals.ts';
import { parseLaw } from './parse-law.ts';
import type { SimulatedSource, SourceDefaults } from './source.ts';

const listed = z.strictObject({
  name: z.string().min(1),
  app: z.string().min(1).optional(),
  arrivals: z.unknown().optional(),
  service: z.string().optional(),
  init: z.string().optional(),
  memory: z.int().min(1).max(1_048_576).optional(),
});
const list = z
  .array(listed)
  .min(1, 'expected at least one function')
  .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'expected names that differ');

type Listed = z.infer<typeof listed>;

/** @throws FaasmarkError `USAGE`, naming file and entry. */
export async function readFunctionList(file: string, defaults: SourceDefaults): Promise<SimulatedSource[]> {
  const parsed = list.safeParse(await readYaml(file));
  if (!parsed.success) throw toError(file, z.prettifyError(parsed.error));
  return parsed.data.map((one) => toSource(file, one, defaults));
}

function toSource(file: string, one: Listed, defaults: SourceDefaults): SimulatedSource {
  const place = `--functions: ${file}: ${one.name}`;
  return {
    name: one.name,
    ...(one.app === undefined ? {} : { app: one.app }),
    memoryMiB: one.memory ?? defaults.memoryMiB,
    service: one.service === undefined ? defaults.service : parseLaw(one.service, `${place}: service`),
    init: one.init === undefined ? defaults.init : parseLaw(one.init, `${place}: init`),
    arrivals:
      one.arrivals === undefined
        ? defaults.arrivals
        : parseArrivals(stringify(one.arrivals, { collectionStyle: 'flow', lineWidth: 0 }), place),
  };
}

async function readYaml(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw toError(file, messageOf(error));
  });
  const document = parseDocument(text);
  const [broken] = document.errors;
  if (broken !== undefined) throw toError(file, broken.message);
  return document.toJS({ maxAliasCount: 100 });
}

function toError(file: string, problem: string): FaasmarkError {
  return new FaasmarkError('USAGE', `--functions: ${file}: ${problem}`, {
    hint: 'A list such as [{ name: api, arrivals: { kind: poisson, rate: 5/s, duration: 1h }, service: 200ms, memory: 256 }].',
  });
}
