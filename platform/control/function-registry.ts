/** The deployed functions: creates, updates and deletes them, one change of a function at a time. */
import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Runtimes } from '../runtime/runtimes.ts';
import type { CodeStore } from './code-store.ts';
import {
  type FunctionCode,
  type FunctionRevision,
  type FunctionSettings,
  toFunctionArn,
} from './function-revision.ts';
import { LambdaError } from './lambda-error.ts';

/** What runs a revision. */
export interface RevisionRunner {
  /** Takes nothing more. Resolves when the revision's last instance is gone. */
  retire(): Promise<void>;
}

export interface DeployedFunction<Runner extends RevisionRunner> {
  readonly revision: FunctionRevision;
  readonly runner: Runner;
}

export interface FunctionRegistry<Runner extends RevisionRunner> {
  /** @throws LambdaError `ResourceNotFoundException` */
  get(name: string): DeployedFunction<Runner>;
  find(name: string): DeployedFunction<Runner> | undefined;
  /** In order of name. */
  list(): FunctionRevision[];
  create(name: string, settings: FunctionSettings, zip: Buffer): Promise<FunctionRevision>;
  /** @param revisionId - if given, the revision that must be the current one. */
  updateCode(name: string, zip: Buffer, revisionId?: string): Promise<FunctionRevision>;
  updateSettings(
    name: string,
    change: (current: FunctionSettings) => FunctionSettings,
    revisionId?: string,
  ): Promise<FunctionRevision>;
  delete(name: string): void;
}

export interface FunctionRegistryOptions<Runner extends RevisionRunner> {
  readonly clock: Clock;
  readonly codeStore: CodeStore;
  readonly runtimes: Runtimes;
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
  /** Names with a change under way. */
  const changing = new Set<string>();

  function get(name: string): DeployedFunction<Runner> {
    const found = functions.get(name);
    if (found === undefined) {
      throw new LambdaError('ResourceNotFoundException', `Function not found: ${toFunctionArn(name)}`);
    }
    return found;
  }

  function install(name: string, settings: FunctionSettings, code: FunctionCode): FunctionRevision {
    const predecessor = functions.get(name);
    const revision = { name, revisionId: randomUUID(), modifiedEpochMs: clock.epochMs(), settings, code };
    functions.set(name, { revision, runner: options.createRunner(revision) });
    if (predecessor !== undefined) discard(predecessor);
    return revision;
  }

  /** The code goes when the last instance that runs it is gone. */
  function discard({ runner, revision }: DeployedFunction<Runner>): void {
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

  function demandRevision(revision: FunctionRevision, revisionId: string | undefined): void {
    if (revisionId === undefined || revisionId === revision.revisionId) return;
    throw new LambdaError(
      'PreconditionFailedException',
      'The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id',
    );
  }

  function demandRuntime({ runtime }: FunctionSettings): void {
    const missing = options.runtimes.whyMissing(runtime);
    if (missing !== undefined) throw new LambdaError('InvalidParameterValueException', missing);
  }

  return {
    get,
    find: (name) => functions.get(name),
    list: () =>
      [...functions.values()].map(({ revision }) => revision).toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    create: (name, settings, zip) =>
      alone(name, async () => {
        if (functions.has(name)) {
          throw new LambdaError('ResourceConflictException', `Function already exist: ${name}`);
        }
        demandRuntime(settings);
        return install(name, settings, await codeStore.add(zip));
      }),
    updateCode: (name, zip, revisionId) =>
      alone(name, async () => {
        demandRevision(get(name).revision, revisionId);
        const code = await codeStore.add(zip);
        return install(name, get(name).revision.settings, code);
      }),
    updateSettings: (name, change, revisionId) =>
      alone(name, () => {
        const { revision } = get(name);
        demandRevision(revision, revisionId);
        const settings = change(revision.settings);
        demandRuntime(settings);
        codeStore.hold(revision.code);
        return Promise.resolve(install(name, settings, revision.code));
      }),
    delete(name) {
      demandUnchanging(name);
      const found = get(name);
      functions.delete(name);
      discard(found);
    },
  };
}
