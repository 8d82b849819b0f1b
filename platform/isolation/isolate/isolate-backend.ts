/**
 * Isolation level `isolate`: V8 isolates in workerd, loaded on demand, many in one process. Functions of Node.js's
 * runtimes only, with as much of Node.js as workerd has, without a file system of the machine and without a network.
 */
import type { Clock } from '../../clock.ts';
import type { FunctionCode, FunctionRevision } from '../../control/function-revision.ts';
import { toRuntimeEnvironment } from '../../runtime/environment.ts';
import { familyOf, type RuntimeId } from '../../runtime/runtimes.ts';
import type { Availability, IsolationBackend, MakesAhead, SandboxRequest } from '../backend.ts';
import { compatibilityDate } from './engine-config.ts';
import { createEngines } from './engines.ts';
import { findWorkerd, type FoundWorkerd } from './find-workerd.ts';
import { mainModule } from './isolate-modules.ts';
import { createIsolatesAhead } from './isolates-ahead.ts';
import { createIsolateSandbox } from './isolate-sandbox.ts';
import { type Package, readPackage } from './read-package.ts';
import { taskRoot } from './resolve-path.ts';

export interface IsolateBackendContext {
  /** Where engines have their folders. */
  readonly instancesFolder: string;
  readonly clock: Clock;
}

/** Lambda's smallest, and so the one that most functions share an engine by. */
const probeMemoryMiB = 128;

export function createIsolateBackend(context: IsolateBackendContext): IsolationBackend & MakesAhead {
  const { clock, instancesFolder } = context;
  const workerd = findWorkerd();
  const engines = createEngines({
    program: workerd.isFound ? workerd.program : '',
    folder: instancesFolder,
    clock,
  });
  const packages = new WeakMap<FunctionCode, Prepared>();
  let probed: Promise<Availability> | undefined;

  function prepare({ code }: FunctionRevision): Prepared {
    const prepared = packages.get(code) ?? toPrepared(readPackage(code.folder));
    packages.set(code, prepared);
    return prepared;
  }

  const toCode = (revision: FunctionRevision): string => prepare(revision).code;
  const ahead = createIsolatesAhead({ clock, toCode, takeEngine: (memoryMiB) => engines.take(memoryMiB) });

  /** What reads the package is done as it is deployed, not when somebody waits for an instance. */
  function keepReady(revision: FunctionRevision, count: number): void {
    if (whyNotRuntime(revision.settings.runtime) !== undefined) return;
    prepare(revision);
    ahead.keepReady(revision, count);
  }

  async function probe(): Promise<Availability> {
    if (!workerd.isFound) return { isAvailable: false, reason: workerd.reason };
    try {
      await engines.take(probeMemoryMiB).ready;
      return { isAvailable: true, madeOf: toMadeOf(workerd) };
    } catch (error) {
      return { isAvailable: false, reason: (error as Error).message };
    }
  }

  return {
    level: 'isolate',
    probe: () => (probed ??= probe()),
    whyNotRuntime,
    create: (request) =>
      createIsolateSandbox(request, {
        whyNot: ({ revision }) => whyNotRuntime(revision.settings.runtime),
        takeEngine: (memoryMiB) => engines.take(memoryMiB),
        takeAhead: (revision) => ahead.take(revision),
        toCode,
        toInitCall(asked) {
          const { files, importsProcess } = prepare(asked.revision);
          return { environment: toEnvironment(asked), files, importsProcess };
        },
        madeOf: toMadeOf(workerd),
      }),
    keepReady,
    async close() {
      await ahead.close();
      await engines.close();
    },
  };
}

function whyNotRuntime(runtime: RuntimeId): string | undefined {
  return familyOf(runtime) === 'nodejs' ? undefined : 'V8 isolates run functions of the nodejs runtimes only';
}

interface Prepared extends Pick<Package, 'files' | 'importsProcess'> {
  readonly code: string;
}

/** What workerd's loader takes: the code alone, without a network, with nothing of the platform. */
function toPrepared({ files, modules, importsProcess }: Package): Prepared {
  const code = JSON.stringify({
    compatibilityDate,
    compatibilityFlags: ['nodejs_compat'],
    mainModule,
    modules,
    globalOutbound: null,
  });
  return { code, files, importsProcess };
}

function toMadeOf(workerd: FoundWorkerd): string {
  return workerd.isFound ? `a V8 isolate in workerd ${workerd.version}, beside others in its process` : '';
}

function toEnvironment(request: SandboxRequest): Record<string, string> {
  const { revision, logStreamName, instanceConcurrency = 1, initializationType } = request;
  const { settings } = revision;
  return toRuntimeEnvironment(
    {
      functionName: revision.name,
      functionVersion: revision.version,
      handler: settings.handler,
      runtime: settings.runtime,
      memoryMiB: settings.memoryMiB,
      logStreamName,
      logging: settings.logging,
      initializationType,
      instanceConcurrency,
      variables: settings.environment,
    },
    { codeFolder: taskRoot, scratchFolder: '/tmp', runtimeFolder: '/bundle', runtimeApi: undefined },
  );
}
