/** From a function of the scenario to what an adapter deploys and the load engine invokes. */
import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { FaasmarkError, messageOf } from '../contract/errors.ts';
import type { FunctionCode, FunctionSpec, Network, PackagedCode, PackageFile } from '../contract/provider.ts';
import type { InputSize, Language } from '../contract/workload.ts';
import type { CatalogNames } from '../scenario/function-checks.ts';
import type { Architecture, FunctionConfig } from '../scenario/scenario.ts';

/** What a run needs of the catalogue of functions. */
export interface FunctionCatalog {
  readonly names: CatalogNames;
  /**
   * @param architecture - of what is compiled. Default: this machine's.
   * @throws FaasmarkError `RUNTIME_MISSING`.
   */
  package(name: string, language: Language, architecture?: Architecture): Promise<PackagedCode>;
  /** Bytes that cannot be compressed, which make a package larger. */
  filler(mib: number): PackageFile;
  input(name: string, size: InputSize): object;
  needsNetwork(name: string): boolean;
  /** @throws FaasmarkError `SCENARIO_INVALID` for an event that is not an object. */
  expectedOutput(name: string, event: unknown, fillerMiB: number): Readonly<Record<string, unknown>>;
}

/**
 * @param architecture - that the provider runs it on. Default: this machine's.
 * @throws FaasmarkError `FUNCTION_FILES_MISSING`, `RUNTIME_MISSING`, `SCENARIO_INVALID`.
 */
export async function toFunctionSpec(
  name: string,
  config: FunctionConfig,
  catalog: FunctionCatalog,
  architecture?: Architecture,
): Promise<FunctionSpec> {
  const { source, fillerMiB = 0, isolation, retry } = config;
  const event = toEvent(config, catalog);
  const network = toNetwork(config, catalog);
  const expectedOutput =
    config.expectedOutput ??
    (source.kind === 'catalog' ? catalog.expectedOutput(source.name, event, fillerMiB) : undefined);
  return {
    name,
    code: await toCode(config, catalog, architecture),
    memoryMiB: config.memoryMiB,
    timeoutMs: config.timeoutMs,
    environment: config.environment,
    event: JSON.stringify(event),
    ...(isolation === undefined ? {} : { isolation }),
    ...(network === undefined ? {} : { network }),
    ...(expectedOutput === undefined ? {} : { expectedOutput }),
    ...(retry === undefined ? {} : { retry }),
  };
}

function toEvent({ source, input, event }: FunctionConfig, catalog: FunctionCatalog): unknown {
  if (source.kind !== 'catalog') return event ?? {};
  if (input === undefined && event !== undefined) return event;
  return { ...catalog.input(source.name, input ?? 'small'), ...(event as object | undefined) };
}

function toNetwork({ source, network }: FunctionConfig, catalog: FunctionCatalog): Network | undefined {
  const isNeeded = source.kind === 'catalog' && catalog.needsNetwork(source.name);
  return network ?? (isNeeded ? 'host' : undefined);
}

async function toCode(
  { source, fillerMiB }: FunctionConfig,
  catalog: FunctionCatalog,
  architecture: Architecture | undefined,
): Promise<FunctionCode> {
  if (source.kind === 'deployed') return source;
  const { runtime, handler, files } =
    source.kind === 'catalog'
      ? await catalog.package(source.name, source.runtime, architecture)
      : { ...source, files: await listFiles(source.folder) };
  const filler = fillerMiB === undefined ? [] : [catalog.filler(fillerMiB)];
  return { kind: 'package', runtime, handler, files: [...files, ...filler] };
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
