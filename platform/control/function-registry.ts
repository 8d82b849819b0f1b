/** The deployed functions: creates, updates, publishes and deletes them, one change of a function at a time. */
import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Runtimes } from '../runtime/runtimes.ts';
import type { CodeStore } from './code-store.ts';
import {
  type DeployedFunction,
  type DeployedRevision,
  findRevision,
  findUnchangedVersion,
  listAliasesOf,
  listRevisions,
  type RevisionRunner,
} from './deployed-function.ts';
import type { FunctionReference } from './function-name.ts';
import {
  type FunctionCode,
  type FunctionRevision,
  type FunctionSettings,
  latestVersion,
  toFunctionArn,
} from './function-revision.ts';
import { LambdaError } from './lambda-error.ts';
import { demandRevisionId } from './revision-id.ts';
import type { Tags } from './tags.ts';

export interface FunctionRegistry<Runner extends RevisionRunner> {
  /** @throws LambdaError `ResourceNotFoundException` */
  get(name: string): DeployedFunction<Runner>;
  find(name: string): DeployedFunction<Runner> | undefined;
  /** What a reference stands for. @throws LambdaError `ResourceNotFoundException` */
  resolve(reference: FunctionReference): DeployedRevision<Runner>;
  /** What an invocation runs: one of two, where an alias shares its invocations out. */
  route(reference: FunctionReference): DeployedRevision<Runner> | undefined;
  list(): DeployedFunction<Runner>[];
  /** @returns the version, if one was to be published. */
  create(
    name: string,
    settings: FunctionSettings,
    zip: Buffer,
    options?: Publishing & { readonly tags?: Tags },
  ): Promise<FunctionRevision>;
  /** @returns the version, if one was to be published. */
  updateCode(name: string, zip: Buffer, options?: Publishing & Precondition): Promise<FunctionRevision>;
  updateSettings(
    name: string,
    change: (current: FunctionSettings) => FunctionSettings,
    options?: Precondition,
  ): Promise<FunctionRevision>;
  /** @returns the version published before, if nothing has changed since. */
  publish(name: string, options?: PublishOptions): Promise<FunctionRevision>;
  /** Reserved concurrency, of the functions that have any. */
  readonly reservations: ReadonlyMap<string, number>;
  /** @param concurrency - undefined to share with the others again. */
  reserve(name: string, concurrency: number | undefined): void;
  delete(name: string): void;
  deleteVersion(name: string, version: string): void;
}

interface Publishing {
  readonly isPublished?: boolean;
}

interface Precondition {
  /** The revision that must be the current one. */
  readonly revisionId?: string | undefined;
}

export interface PublishOptions extends Precondition {
  /** Digest that the current code must have. */
  readonly codeSha256?: string | undefined;
  /** Of the version, instead of the function's. */
  readonly description?: string | undefined;
}

export interface FunctionRegistryOptions<Runner extends RevisionRunner> {
  readonly clock: Clock;
  readonly codeStore: CodeStore;
  readonly runtimes: Runtimes;
  /** Uniform, from 0 to below 1: what an alias shares out its invocations by. */
  random(): number;
  createRunner(revision: FunctionRevision): Runner;
  /** Nothing of a replaced or deleted revision runs any more. */
  onRetired(runner: Runner): void;
  /** A folder that could not be removed. */
  onError(error: unknown): void;
}

export function createFunctionRegistry<Runner extends RevisionRunner>(
  options: FunctionRegistryOptions<Runner>,
): FunctionRegistry<Runner> {
  const { clock, codeStore } = options;
  const functions = new Map<string, DeployedFunction<Runner>>();
  const reservations = new Map<string, number>();
  /** Names with a change under way. */
  const changing = new Set<string>();

  function get(name: string): DeployedFunction<Runner> {
    const found = functions.get(name);
    if (found === undefined) throw toNotFound(name);
    return found;
  }

  function deploy(
    name: string,
    version: string,
    settings: FunctionSettings,
    code: FunctionCode,
  ): DeployedRevision<Runner> {
    const revisionId = randomUUID();
    const revision = { name, version, revisionId, modifiedEpochMs: clock.epochMs(), settings, code };
    return { revision, runner: options.createRunner(revision) };
  }

  function replaceLatest(
    deployed: DeployedFunction<Runner>,
    settings: FunctionSettings,
    code: FunctionCode,
  ): FunctionRevision {
    const predecessor = deployed.latest;
    deployed.latest = deploy(deployed.name, latestVersion, settings, code);
    deployed.latest.runner.prepare();
    discard(predecessor);
    return deployed.latest.revision;
  }

  async function publishLatest(
    deployed: DeployedFunction<Runner>,
    description?: string,
  ): Promise<FunctionRevision> {
    const unchanged = findUnchangedVersion(deployed);
    if (unchanged !== undefined) return unchanged.revision;
    const source = deployed.latest.revision;
    const settings = { ...source.settings, description: description ?? source.settings.description };
    // Files of its own: what functions write into theirs must not reach from one to the other.
    const code = await codeStore.copy(source.code);
    const version = String(++deployed.lastVersion);
    const published = { ...deploy(deployed.name, version, settings, code), source };
    deployed.versions.set(version, published);
    return published.revision;
  }

  /** The code goes when the last instance that runs it is gone. */
  function discard({ runner, revision }: DeployedRevision<Runner>): void {
    runner
      .retire()
      .then(() => {
        options.onRetired(runner);
        return codeStore.release(revision.code);
      })
      .catch((error: unknown) => options.onError(error));
  }

  function demandUnchanging(name: string): void {
    if (!changing.has(name)) return;
    throw new LambdaError(
      'ResourceConflictException',
      `The operation cannot be performed at this time. An update is in progress for resource: ${toFunctionArn(name)}`,
    );
  }

  async function alone<T>(name: string, change: () => Promise<T>): Promise<T> {
    demandUnchanging(name);
    changing.add(name);
    try {
      return await change();
    } finally {
      changing.delete(name);
    }
  }

  function demandRuntime({ runtime }: FunctionSettings): void {
    const missing = options.runtimes.whyMissing(runtime);
    if (missing !== undefined) throw new LambdaError('InvalidParameterValueException', missing);
  }

  return {
    get,
    find: (name) => functions.get(name),
    resolve({ name, qualifier }) {
      const deployed = functions.get(name);
      const found = deployed && findRevision(deployed, qualifier);
      if (found === undefined) throw toNotFound(name, qualifier);
      return found;
    },
    route({ name, qualifier }) {
      const deployed = functions.get(name);
      return deployed && findRevision(deployed, qualifier, () => options.random());
    },
    list: () => [...functions.values()],
    create: (name, settings, zip, { isPublished = false, tags = new Map() } = {}) =>
      alone(name, async () => {
        if (functions.has(name)) {
          throw new LambdaError('ResourceConflictException', `Function already exist: ${name}`);
        }
        demandRuntime(settings);
        const latest = deploy(name, latestVersion, settings, await codeStore.add(zip));
        const deployed = {
          name,
          latest,
          versions: new Map(),
          lastVersion: 0,
          aliases: new Map(),
          eventInvokeConfigs: new Map(),
          tags,
        };
        functions.set(name, deployed);
        latest.runner.prepare();
        return isPublished ? await publishLatest(deployed) : latest.revision;
      }),
    updateCode: (name, zip, { revisionId, isPublished = false } = {}) =>
      alone(name, async () => {
        const deployed = get(name);
        demandRevisionId(deployed.latest.revision.revisionId, revisionId);
        const revision = replaceLatest(deployed, deployed.latest.revision.settings, await codeStore.add(zip));
        return isPublished ? await publishLatest(deployed) : revision;
      }),
    updateSettings: (name, change, { revisionId } = {}) =>
      alone(name, () => {
        const deployed = get(name);
        const { revision } = deployed.latest;
        demandRevisionId(revision.revisionId, revisionId);
        const settings = change(revision.settings);
        demandRuntime(settings);
        codeStore.hold(revision.code);
        return Promise.resolve(replaceLatest(deployed, settings, revision.code));
      }),
    publish: (name, { revisionId, codeSha256, description } = {}) =>
      alone(name, () => {
        const deployed = get(name);
        const { revision } = deployed.latest;
        demandRevisionId(revision.revisionId, revisionId);
        demandCode(revision, codeSha256);
        return publishLatest(deployed, description);
      }),
    reservations,
    reserve(name, concurrency) {
      get(name);
      if (concurrency === undefined) reservations.delete(name);
      else reservations.set(name, concurrency);
    },
    delete(name) {
      demandUnchanging(name);
      const deployed = get(name);
      functions.delete(name);
      reservations.delete(name);
      for (const revision of listRevisions(deployed)) discard(revision);
    },
    deleteVersion(name, version) {
      demandUnchanging(name);
      const deployed = get(name);
      demandUnaliased(deployed, version);
      const found = deployed.versions.get(version);
      if (found === undefined) throw toNotFound(name, version);
      deployed.versions.delete(version);
      deployed.eventInvokeConfigs.delete(version);
      discard(found);
    },
  };
}

function toNotFound(name: string, qualifier?: string): LambdaError {
  return new LambdaError(
    'ResourceNotFoundException',
    `Function not found: ${toFunctionArn(name, qualifier)}`,
  );
}

function demandCode({ code }: FunctionRevision, sha256: string | undefined): void {
  if (sha256 === undefined || sha256 === code.sha256) return;
  throw new LambdaError(
    'InvalidParameterValueException',
    `CodeSHA256 (${sha256}) is different from current CodeSHA256 in $LATEST (${code.sha256}). Please try again with the CodeSHA256 in $LATEST.`,
  );
}

function demandUnaliased(deployed: DeployedFunction<RevisionRunner>, version: string): void {
  if (deployed.aliases.has(version)) {
    throw new LambdaError(
      'InvalidParameterValueException',
      'Deletion of aliases is not currently supported.',
    );
  }
  const aliases = listAliasesOf(deployed, version);
  if (aliases.length === 0) return;
  throw new LambdaError(
    'ResourceConflictException',
    `Version ${version} cannot be deleted: it is in use by ${aliases.join(', ')}`,
  );
}
