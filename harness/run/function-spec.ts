/** From a function of the scenario to what an adapter deploys and the load engine invokes. */
import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { FaasmarkError, messageOf } from '../contract/errors.ts';
import type { FunctionCode, FunctionSpec, PackageFile } from '../contract/provider.ts';
import type { FunctionConfig, FunctionSource } from '../scenario/scenario.ts';

/** What a run needs of the catalogue of functions. */
export interface FunctionCatalog {
  readonly names: readonly string[];
  package(
    name: string,
    runtime: 'nodejs' | 'python',
  ): { readonly handler: string; readonly files: readonly PackageFile[] };
  defaultEvent(name: string): unknown;
  expectedOutput(name: string, event: unknown): Readonly<Record<string, unknown>>;
}

/** @throws FaasmarkError `FUNCTION_FILES_MISSING`. */
export async function toFunctionSpec(
  name: string,
  config: FunctionConfig,
  catalog: FunctionCatalog,
): Promise<FunctionSpec> {
  const isOurs = config.source.kind === 'catalog';
  const event = config.event ?? (isOurs ? catalog.defaultEvent(config.source.name) : {});
  const expected =
    config.expectedOutput ?? (isOurs ? catalog.expectedOutput(config.source.name, event) : undefined);
  return {
    name,
    code: await toCode(config.source, catalog),
    memoryMiB: config.memoryMiB,
    timeoutMs: config.timeoutMs,
    environment: config.environment,
    event: JSON.stringify(event),
    ...(config.isolation === undefined ? {} : { isolation: config.isolation }),
    ...(expected === undefined ? {} : { expectedOutput: expected }),
    ...(config.retry === undefined ? {} : { retry: config.retry }),
  };
}

async function toCode(source: FunctionSource, catalog: FunctionCatalog): Promise<FunctionCode> {
  switch (source.kind) {
    case 'catalog':
      return { kind: 'package', runtime: source.runtime, ...catalog.package(source.name, source.runtime) };
    case 'folder':
      return {
        kind: 'package',
        runtime: source.runtime,
        handler: source.handler,
        files: await listFiles(source.folder),
      };
    case 'deployed':
      return { kind: 'deployed', url: source.url };
  }
}

async function listFiles(folder: string): Promise<PackageFile[]> {
  let entries;
  try {
    entries = await readdir(folder, { recursive: true, withFileTypes: true });
  } catch (error) {
    throw new FaasmarkError(
      'FUNCTION_FILES_MISSING',
      `cannot read the function folder ${folder}: ${messageOf(error)}`,
      {
        hint: 'The folder is relative to the scenario file.',
        cause: error,
      },
    );
  }
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((source) => ({ path: relative(folder, source).replaceAll('\\', '/'), source }))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));
  if (files.length === 0) {
    throw new FaasmarkError('FUNCTION_FILES_MISSING', `the function folder ${folder} is empty`);
  }
  return files;
}
