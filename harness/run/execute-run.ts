/**
 * The life of a run: connect, deploy, check, play every phase, collect, remove. Whatever happens on the way, what was
 * started is ended and what was deployed is removed.
 */
import { FaasmarkError, isFaasmarkError, messageOf } from '../contract/errors.ts';
import type { AdapterContext, Deployment, Provider } from '../contract/provider.ts';
import type { RunEnd, RunManifest, Sink } from '../contract/sink.ts';
import type { Nanos } from '../contract/units.ts';
import { type RunPlan, planRun, toPhases } from '../experiments/plan.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { demandAbilities } from './demand-abilities.ts';
import { deployFunctions } from './deploy-functions.ts';
import { openLedger } from './ledger.ts';
import { createManifest } from './manifest.ts';
import { createPhasePlayer } from './phase-player.ts';
import { listAllInstances, playPlan } from './play-plan.ts';
import { createRunMemory } from './run-memory.ts';
import type { RunParts } from './run-parts.ts';
import { createThresholdWatcher } from './watch-thresholds.ts';

export interface RunResult {
  readonly end: RunEnd;
  /** Why it did not complete. */
  readonly error: FaasmarkError | undefined;
}

/**
 * Runs a scenario. The sinks are opened after the deployment and are left open: the caller closes them with the
 * result, after it has added what it makes of the records.
 *
 * @param signal - ends the run early; what was measured is kept.
 * @throws FaasmarkError whatever prevents the first invocation; nothing was written then.
 */
export async function executeRun(parts: RunParts, signal: AbortSignal): Promise<RunResult> {
  const { clock, observer, sinks } = parts;
  const stop = new AbortController();
  const onAbort = (): void => stop.abort(signal.reason);
  signal.addEventListener('abort', onAbort);
  if (signal.aborted) onAbort();
  const context: AdapterContext = {
    clock,
    runId: parts.runId,
    environment: parts.environment,
    lost: (error) => stop.abort(error),
  };

  let provider: Provider | undefined;
  const deployments: Deployment[] = [];
  try {
    const connected = await observer.stage(`Connect to ${describeProvider(parts.scenario)}`, () =>
      parts.connect(context, stop.signal),
    );
    provider = connected;
    const deployed = await deployFunctions(parts, connected, deployments, stop.signal);
    const byFunction = new Map(deployments.map((one) => [one.function, one]));
    const plan = planRun(parts.scenario, [...byFunction.keys()], parts.createSchedule);
    const phases = toPhases(plan);
    demandAbilities(phases, byFunction, connected.description.id);
    const manifest = createManifest(parts, connected, deployed, deployments, phases);
    await openAll(sinks, manifest, clock.now());
    return await playAll(parts, manifest, plan, byFunction, stop.signal);
  } catch (error) {
    throw toReason(stop.signal, error);
  } finally {
    signal.removeEventListener('abort', onAbort);
    await removeAll(parts, deployments, provider);
  }
}

/** All of the sinks or none: one that cannot be opened closes those before it. */
async function openAll(sinks: readonly Sink[], manifest: RunManifest, now: Nanos): Promise<void> {
  const opened: Sink[] = [];
  try {
    for (const sink of sinks) {
      await sink.open(manifest);
      opened.push(sink);
    }
  } catch (error) {
    for (const sink of opened) await sink.close({ at: now, outcome: 'failed', reason: messageOf(error) });
    throw error;
  }
}

/** Plays the plan. From here on an error ends the run but loses nothing. */
async function playAll(
  parts: RunParts,
  manifest: RunManifest,
  plan: RunPlan,
  deployments: ReadonlyMap<string, Deployment>,
  signal: AbortSignal,
): Promise<RunResult> {
  const { scenario, clock, sinks } = parts;
  const adaptive = plan.experiments.filter(({ experiment }) => experiment.next !== undefined);
  const memory = createRunMemory(
    manifest,
    adaptive.map(({ experiment }) => experiment.config.name),
  );
  const ledger = manifest.phases.some(({ event }) => event?.kind === 'ledger')
    ? await openLedger(clock)
    : undefined;
  const player = createPhasePlayer({
    ...parts,
    ledgerUrl: ledger?.url,
    sinks: [memory, ...sinks],
    watchThresholds: createThresholdWatcher(scenario.thresholds, manifest.phases, clock),
    timeScale: manifest.provider.timeScale ?? 1,
  });
  try {
    await playPlan(plan, { player, deployments, sinks, memory, provider: manifest.provider.id }, signal);
    await collectInstances(deployments, sinks, signal);
    return { end: { at: clock.now(), outcome: 'completed' }, error: undefined };
  } catch (failure) {
    const error = toReason(signal, failure);
    const isEndedEarly = error.code === 'ABORTED' || error.code === 'THRESHOLDS_FAILED';
    const outcome = isEndedEarly ? 'aborted' : 'failed';
    if (error.code !== 'PLATFORM_LOST') await collectInstances(deployments, sinks).catch(() => undefined);
    return { end: { at: clock.now(), outcome, reason: error.message }, error };
  } finally {
    if (ledger !== undefined) for (const sink of sinks) sink.ledger?.(ledger.entries());
    ledger?.close();
    await player.close();
  }
}

async function collectInstances(
  deployments: ReadonlyMap<string, Deployment>,
  sinks: readonly Sink[],
  signal: AbortSignal = AbortSignal.timeout(2000),
): Promise<void> {
  const records = await listAllInstances(deployments, signal);
  if (records.length > 0) for (const sink of sinks) sink.instances(records);
}

/** Removal goes on where a part of it fails: the rest must not stay behind, and the user is told what did. */
async function removeAll(
  { observer }: RunParts,
  deployments: readonly Deployment[],
  provider: Provider | undefined,
): Promise<void> {
  if (provider === undefined) return;
  await observer.stage(`Remove ${deployments.length} functions`, async () => {
    const removed = await Promise.allSettled(deployments.map((one) => one.remove()));
    removed.forEach((result, at) => {
      if (result.status === 'fulfilled') return;
      observer.note(
        `the function ${deployments[at]?.function} could not be removed: ${messageOf(result.reason)}`,
      );
    });
    await provider.close();
  });
}

/** The reason of an abort is the error; what broke because of it is not. */
function toReason(signal: AbortSignal, error: unknown): FaasmarkError {
  if (isFaasmarkError(signal.reason)) return signal.reason;
  if (signal.aborted) return new FaasmarkError('ABORTED', 'the run was ended', { cause: error });
  if (isFaasmarkError(error)) return error;
  throw error;
}

function describeProvider({ provider }: Scenario): string {
  if (provider.id === 'reference')
    return `the reference platform${provider.endpoint ? ` at ${provider.endpoint}` : ''}`;
  return provider.id;
}
