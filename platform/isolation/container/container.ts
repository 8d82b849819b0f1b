/** Isolation level `container`: each sandbox is a container of an OCI runtime, or of an engine with its own interface. */
import { join } from 'node:path';
import type { Availability, IsolationBackend, MakesAhead } from '../backend.ts';
import { findProgram } from '../find-program.ts';
import type { LaunchedRuntime } from '../launcher.ts';
import { createRuntimeSandbox, type RuntimeSandboxContext } from '../runtime-sandbox.ts';
import type { ContainerEngine, EngineTrial } from './container-engine.ts';
import { type EngineName, engineNames } from './container-options.ts';
import { createOciEngine } from './oci-engine.ts';
import { prepareImageRoot, prepareMachineRoot, type RootFileSystem } from './root-file-system.ts';
import { tryOciRuntime } from './try-oci-runtime.ts';
import { tryDocker } from './docker/try-docker.ts';

export function createContainerBackend(context: RuntimeSandboxContext): IsolationBackend & MakesAhead {
  let chosen: Promise<EngineTrial> | undefined;
  const choose = (): Promise<EngineTrial> => (chosen ??= chooseEngine(context));

  async function findEngine(): Promise<ContainerEngine> {
    const trial = await choose();
    if ('reason' in trial) throw new Error(trial.reason);
    return trial.engine;
  }

  return {
    level: 'container',
    async probe(): Promise<Availability> {
      const trial = await choose();
      return 'reason' in trial
        ? { isAvailable: false, reason: trial.reason }
        : { isAvailable: true, madeOf: trial.engine.madeOf };
    },
    create(request) {
      let launched: LaunchedRuntime | undefined;
      const sandbox = createRuntimeSandbox(
        request,
        { launch: async (order) => (launched = await (await findEngine()).launch(order)) },
        context,
      );
      return {
        ...sandbox,
        pause: async () => await launched?.pause?.(),
        resume: async () => await launched?.resume?.(),
      };
    },
    keepReady: (revision, count) =>
      void findEngine().then(
        (engine) => engine.keepReady(revision, count),
        // The first instance says so.
        () => undefined,
      ),
    async close() {
      const trial = await chosen;
      if (trial !== undefined && 'engine' in trial) await trial.engine.close();
    },
  };
}

/** The first that works; else why none does. */
async function chooseEngine(context: RuntimeSandboxContext): Promise<EngineTrial> {
  const names = context.container?.engine === undefined ? engineNames : [context.container.engine];
  const python = context.runtimes.commandOf('python3.13', '')?.[0];
  const root = await prepareMachineRoot(join(context.instancesFolder, 'container-root'), python);
  const reasons: string[] = [];
  for (const name of names) {
    const trial = await tryEngine(name, root, context);
    if ('engine' in trial) return trial;
    reasons.push(trial.reason);
  }
  return { reason: reasons.join('; ') };
}

async function tryEngine(
  name: EngineName,
  root: RootFileSystem,
  context: RuntimeSandboxContext,
): Promise<EngineTrial> {
  const image = context.container?.image;
  const prepareRoot = async (): Promise<RootFileSystem> =>
    image === undefined
      ? root
      : await prepareImageRoot(image, join(context.instancesFolder, 'container-image'));
  if (name === 'docker') return await tryDocker(root, prepareRoot, context);
  const reason = await tryOciRuntime(name, root, context);
  if (reason !== undefined) return { reason };
  return { engine: createOciEngine(findProgram(name) ?? name, await prepareRoot(), context) };
}
