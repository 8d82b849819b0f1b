/** A sandbox that starts late or not at all, crashes and freezes as declared. */
import type { Clock } from '../clock.ts';
import type {
  IsolationBackend,
  RunOutcome,
  Sandbox,
  SandboxExit,
  SandboxRequest,
  StartOutcome,
} from '../isolation/backend.ts';
import type { Fault } from './decide-faults.ts';
import type { FaultInjector } from './fault-injector.ts';
import { findFault, totalDelayMs, totalSkewMs } from './fault-sums.ts';
import { wait } from './wait.ts';

export interface FaultySandboxParts {
  readonly backend: IsolationBackend;
  readonly injector: FaultInjector;
  readonly clock: Clock;
}

/** By how much the bootstraps put the clock of a function ahead. */
const skewVariable = 'FAASMARK_CLOCK_SKEW_MS';

const killed: SandboxExit = { kind: 'signalled', signal: 'SIGKILL' };

export function createFaultySandbox(request: SandboxRequest, parts: FaultySandboxParts): Sandbox {
  const { backend, injector, clock } = parts;
  const functionName = request.revision.name;
  const instance = request.id;
  const faults = injector.meet('start', { functionName, instance });
  const skewMs = totalSkewMs(faults);
  let inner: Sandbox | undefined;
  let tellEnd: () => void = () => undefined;
  let isEnded = false;
  const ended = new Promise<void>((resolve) => {
    tellEnd = () => {
      isEnded = true;
      resolve();
    };
  });
  const started = start();

  async function start(): Promise<StartOutcome> {
    if (findFault(faults, 'refuseStart') !== undefined) {
      const message = 'a declared fault refuses the start';
      return { kind: 'exited', exit: { kind: 'notStarted', code: 'FAULT', message } };
    }
    await Promise.race([wait(clock, totalDelayMs(faults, 'sandbox')), ended]);
    if (isEnded) return { kind: 'exited', exit: killed };
    inner = backend.create(withSkew(withLateRuntime(request)));
    const outcome = await inner.started;
    if (outcome.kind !== 'ready') return outcome;
    const lateMs = totalDelayMs(faults, 'runtime') + totalDelayMs(faults, 'code');
    await Promise.race([wait(clock, lateMs), ended]);
    return isEnded ? { kind: 'exited', exit: killed } : outcome;
  }

  function withSkew(asked: SandboxRequest): SandboxRequest {
    if (skewMs === 0) return asked;
    const { revision } = asked;
    const environment = { ...revision.settings.environment, [skewVariable]: String(skewMs) };
    return { ...asked, revision: { ...revision, settings: { ...revision.settings, environment } } };
  }

  function withLateRuntime(asked: SandboxRequest): SandboxRequest {
    const lateMs = totalDelayMs(faults, 'runtime');
    const { onStage } = asked;
    if (lateMs === 0 || onStage === undefined) return asked;
    return {
      ...asked,
      onStage(stage) {
        if (stage === 'runtimeUp') void wait(clock, lateMs).then(() => onStage(stage));
        else onStage(stage);
      },
    };
  }

  async function destroy(): Promise<void> {
    tellEnd();
    await inner?.destroy();
  }

  /** Whatever was answered is lost with it. */
  function crash(): RunOutcome {
    void destroy();
    return { kind: 'exited', exit: killed, answer: undefined };
  }

  async function run(met: readonly Fault[], proceed: () => Promise<RunOutcome>): Promise<RunOutcome> {
    const death = findFault(met, 'crash');
    const freeze = findFault(met, 'freeze');
    await Promise.race([wait(clock, totalDelayMs(met, 'handler')), ended]);
    if (isEnded || death?.when === 'before') return crash();
    let running = proceed();
    if (freeze !== undefined) running = hold(running, freeze.afterMs, freeze.ms);
    if (death === undefined) return await running;
    // A handler that ends sooner does not escape.
    await Promise.race([running, ...(death.when === 'during' ? [wait(clock, death.afterMs)] : [])]);
    return crash();
  }

  /** Stops what is inside; where the level cannot, its answer is held for as long. */
  async function hold(running: Promise<RunOutcome>, afterMs: number, ms: number): Promise<RunOutcome> {
    await Promise.race([running, wait(clock, afterMs)]);
    if (isEnded) return await running;
    await inner?.pause?.();
    await Promise.race([wait(clock, ms), ended]);
    if (!isEnded) await inner?.resume?.();
    return await running;
  }

  return {
    id: request.id,
    started,
    run(event, sink) {
      if (inner === undefined) return Promise.resolve({ kind: 'exited', exit: killed, answer: undefined });
      const { requestId, deadlineEpochMs } = event;
      const met = injector.isActive() ? injector.meet('run', { functionName, requestId, instance }) : [];
      const told = skewMs === 0 ? event : { ...event, deadlineEpochMs: deadlineEpochMs + skewMs };
      const sandbox = inner;
      return run(met, () => sandbox.run(told, sink));
    },
    hear: (event) => inner?.hear?.(event),
    readPeakMemoryMiB: () => inner?.readPeakMemoryMiB(),
    async pause() {
      await inner?.pause?.();
    },
    async resume() {
      await inner?.resume?.();
    },
    destroy,
  };
}
