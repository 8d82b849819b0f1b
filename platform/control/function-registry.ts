/** The deployed functions: creates, updates, publishes and deletes them, one change of a function at a time. */
import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Runtimes } from '../runtime/runtimes.ts';
import type { DataStore } from '../storage/data-store.ts';
import type { CodeStore } from './code-store.ts';
import {
  type DeployedFunction,
  type DeployedRevision,
  findRevision,
  findUnchangedVersion,
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
import { toProvisionedVersions } from './provisioned-concurrency.ts';
import { demandCode, demandFew, demandUnaliased, toNotFound } from './registry-refusals.ts';
import { restoreFunction } from './restore-function.ts';
import { demandRevisionId } from './revision-id.ts';
import {
  listArchives,
  storedFunctionCodec,
  type StoredFunction,
  toStoredFunction,
} from './stored-function.ts';
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
  reserve(name: string, concurrency: number | undefined): Promise<void>;
  delete(name: string): Promise<void>;
  deleteVersion(name: string, version: string): Promise<void>;
  /** What its tags say of its policies has changed: other instances take the place of all that it has. */
  rerun(name: string): Promise<void>;
  /** After a change of aliases, tags or configurations for events. Resolves when it is safe. */
  save(name: string): Promise<void>;
  /** Deploys what an earlier platform has left in the store. What cannot be unpacked is told to `onError`, and kept. */
  restore(): Promise<void>;
  /** Whether there is a function of that name in the store that could not be restored. */
  isUnrestored(name: string): boolean;
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
  /** A change that it does not take is taken back. */
  readonly store: DataStore;
  readonly codeStore: CodeStore;
  readonly runtimes: Runtimes;
  /** Uniform, from 0 to below 1: what an alias shares out its invocations by. */
  random(): number;
  createRunner(revision: FunctionRevision): Runner;
  /** Nothing of a replaced or deleted revision runs any more. */
  onRetired(runner: Runner): void;
  /** A folder that could not be removed, a function that could not be restored. */
  onError(error: unknown): void;
}

/** Archives that are unpacked at once. */
const restoredAtOnce = 8;

export function createFunctionRegistry<Runner extends RevisionRunner>(
  options: FunctionRegistryOptions<Runner>,
): FunctionRegistry<Runner> {
  const { clock, codeStore } = options;
  const functions = new Map<string, DeployedFunction<Runner>>();
  const reservations = new Map<string, number>();
  const stored = options.store.table('functions', storedFunctionCodec);
  const unrestored = new Set<string>();
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
    return run({ name, version, revisionId, modifiedEpochMs: clock.epochMs(), settings, code });
  }

  function run(revision: FunctionRevision): DeployedRevision<Runner> {
    return { revision, runner: options.createRunner(revision) };
  }

  function record(name: string): void {
    const deployed = functions.get(name);
    if (deployed === undefined) stored.delete(name);
    else stored.set(name, toStoredFunction(deployed, reservations.get(name)));
  }

  /** Makes what has changed safe, or has it taken back. */
  async function save(name: string, takeBack: () => void = () => undefined): Promise<void> {
    record(name);
    try {
      await options.store.commit();
      provision(name);
    } catch (error) {
      takeBack();
      record(name);
      throw error;
    }
  }

  function provision(name: string): void {
    const deployed = functions.get(name);
    if (deployed === undefined) return;
    const counts = toProvisionedVersions(deployed);
    for (const [version, { runner }] of deployed.versions) runner.provision(counts.get(version) ?? 0);
  }

  async function replaceLatest(
    deployed: DeployedFunction<Runner>,
    settings: FunctionSettings,
    code: FunctionCode,
  ): Promise<FunctionRevision> {
    const predecessor = deployed.latest;
    const successor = deploy(deployed.name, latestVersion, settings, code);
    deployed.latest = successor;
    await save(deployed.name, () => {
      deployed.latest = predecessor;
      discard(successor);
    });
    await successor.runner.prepare();
    discard(predecessor);
    return successor.revision;
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
    await save(deployed.name, () => {
      deployed.versions.delete(version);
      discard(published);
    });
    await published.runner.prepare();
    return published.revision;
  }

  /** The same revision, from now on by what its tags say now. */
  function rerunRevision(predecessor: DeployedRevision<Runner>): DeployedRevision<Runner> {
    const { revision } = predecessor;
    codeStore.hold(revision.code);
    discard(predecessor);
    return run(revision);
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

  async function restore(one: StoredFunction): Promise<void> {
    try {
      const deployed = await restoreFunction(one, codeStore, run);
      functions.set(one.name, deployed);
      if (one.reservedConcurrency !== undefined) reservations.set(one.name, one.reservedConcurrency);
      await deployed.latest.runner.prepare();
      provision(one.name);
    } catch (error) {
      unrestored.add(one.name);
      options.onError(new Error(`function ${one.name} is not restored: ${(error as Error).message}`));
    }
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

  function demandUnchanging(name: string): void {
    if (!changing.has(name)) return;
    throw new LambdaError(
      'ResourceConflictException',
      `The operation cannot be performed at this time. An update is in progress for resource: ${toFunctionArn(name)}`,
    );
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
        demandFew(functions.size);
        demandRuntime(settings);
        const latest = deploy(name, latestVersion, settings, await codeStore.add(zip));
        const deployed = {
          name,
          latest,
          versions: new Map(),
          lastVersion: 0,
          aliases: new Map(),
          eventInvokeConfigs: new Map(),
          urls: new Map(),
          provisioned: new Map(),
          tags,
        };
        functions.set(name, deployed);
        await save(name, () => {
          functions.delete(name);
          discard(latest);
        });
        await latest.runner.prepare();
        return isPublished ? await publishLatest(deployed) : latest.revision;
      }),
    updateCode: (name, zip, { revisionId, isPublished = false } = {}) =>
      alone(name, async () => {
        const deployed = get(name);
        demandRevisionId(deployed.latest.revision.revisionId, revisionId);
        const code = await codeStore.add(zip);
        const revision = await replaceLatest(deployed, deployed.latest.revision.settings, code);
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
        return replaceLatest(deployed, settings, revision.code);
      }),
    rerun: (name) =>
      alone(name, async () => {
        const deployed = get(name);
        deployed.latest = rerunRevision(deployed.latest);
        for (const [version, { source, ...published }] of deployed.versions) {
          deployed.versions.set(version, { ...rerunRevision(published), source });
        }
        await Promise.all(listRevisions(deployed).map(({ runner }) => runner.prepare()));
        provision(name);
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
    async reserve(name, concurrency) {
      get(name);
      if (concurrency === undefined) reservations.delete(name);
      else reservations.set(name, concurrency);
      await save(name);
    },
    delete: (name) =>
      alone(name, async () => {
        const deployed = get(name);
        const reserved = reservations.get(name);
        functions.delete(name);
        reservations.delete(name);
        await save(name, () => {
          functions.set(name, deployed);
          if (reserved !== undefined) reservations.set(name, reserved);
        });
        for (const revision of listRevisions(deployed)) discard(revision);
      }),
    deleteVersion: (name, version) =>
      alone(name, async () => {
        const deployed = get(name);
        demandUnaliased(deployed, version);
        const found = deployed.versions.get(version);
        if (found === undefined) throw toNotFound(name, version);
        deployed.versions.delete(version);
        deployed.eventInvokeConfigs.delete(version);
        deployed.provisioned.delete(version);
        await save(name, () => deployed.versions.set(version, found));
        discard(found);
      }),
    async save(name) {
      // It may have been deleted while its change was under way.
      if (functions.has(name)) await save(name);
    },
    isUnrestored: (name) => unrestored.has(name) && !functions.has(name),
    async restore() {
      const all = [...stored.entries()].map(([, one]) => one);
      const rest = all.values();
      const restoreRest = async (): Promise<void> => {
        for (const one of rest) await restore(one);
      };
      await Promise.all(Array.from({ length: restoredAtOnce }, restoreRest));
      // Of those too that could not be restored: it may be for want of space.
      await codeStore.keepOnly(new Set(all.flatMap(listArchives)));
    },
  };
}
