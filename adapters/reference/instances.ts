/** The instance records of the reference platform, put on the run's clock. */
import { FaasmarkError } from '../../harness/contract/errors.ts';
import type { AdapterContext, InstanceRecord } from '../../harness/contract/provider.ts';
import { fromMillis } from '../../harness/contract/units.ts';
import { lookAtTurn } from '../../harness/contract/wall-clock.ts';

/** As `/admin/instances` gives them; instants in milliseconds since the Unix epoch. */
interface PlatformInstance {
  readonly instance: string;
  readonly state: string;
  readonly requestedAtEpochMs: number;
  readonly sandboxUpAtEpochMs: number | null;
  readonly runtimeUpAtEpochMs: number | null;
  readonly readyAtEpochMs: number | null;
  readonly removedAtEpochMs: number | null;
  readonly busyMs: number;
  readonly isolation: string;
  readonly origin: string | null;
  readonly firstRequestId: string | null;
  readonly cause: string | null;
}

export interface InstanceQuery {
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Name on the platform. */
  readonly functionName: string;
  /** Name in the scenario. */
  readonly function: string;
}

/** @throws FaasmarkError `PROVIDER_REFUSED`. */
export async function listPlatformInstances(
  query: InstanceQuery,
  { clock }: AdapterContext,
  signal: AbortSignal,
): Promise<InstanceRecord[]> {
  const instances = await readInstances(query, signal);
  // The platform runs on this machine: its wall clock is ours.
  const { epochMs: turnedMs, now } = lookAtTurn(clock);
  const toInstant = (epochMs: number | null): number | undefined =>
    epochMs === null ? undefined : now + fromMillis(epochMs - turnedMs);
  return instances.map((one) => ({
    instance: one.instance,
    function: query.function,
    requestedAt: toInstant(one.requestedAtEpochMs) ?? 0,
    sandboxUpAt: toInstant(one.sandboxUpAtEpochMs),
    runtimeUpAt: toInstant(one.runtimeUpAtEpochMs),
    readyAt: toInstant(one.readyAtEpochMs),
    removedAt: toInstant(one.removedAtEpochMs),
    busyMs: one.busyMs,
    isolation: one.isolation,
    origin: one.origin ?? undefined,
    firstRequestId: one.firstRequestId ?? undefined,
    cause: one.cause ?? undefined,
  }));
}

/**
 * Kills the busy instance that is the oldest, so that an invocation dies with it, or an idle one where none is busy.
 *
 * @returns which; undefined where none lives, or it went by itself meanwhile.
 * @throws FaasmarkError `PROVIDER_REFUSED`.
 */
export async function killPlatformInstance(
  query: InstanceQuery,
  signal: AbortSignal,
): Promise<string | undefined> {
  const live = (await readInstances(query, signal)).filter((one) => one.removedAtEpochMs === null);
  const victim = live.find((one) => one.state === 'busy') ?? live.find((one) => one.readyAtEpochMs !== null);
  if (victim === undefined) return undefined;
  const url = new URL(`/admin/instances/${victim.instance}`, query.endpoint);
  const response = await fetch(url, { method: 'DELETE', headers: query.headers, signal });
  if (response.status === 404) return undefined;
  if (!response.ok) {
    throw new FaasmarkError(
      'PROVIDER_REFUSED',
      `killing an instance: HTTP ${response.status} from ${url.href}`,
    );
  }
  return victim.instance;
}

async function readInstances(
  query: InstanceQuery,
  signal: AbortSignal,
): Promise<readonly PlatformInstance[]> {
  const url = new URL('/admin/instances', query.endpoint);
  url.searchParams.set('function', query.functionName);
  const response = await fetch(url, { headers: query.headers, signal });
  if (!response.ok) {
    throw new FaasmarkError(
      'PROVIDER_REFUSED',
      `listing instances: HTTP ${response.status} from ${url.href}`,
    );
  }
  return ((await response.json()) as { readonly instances: readonly PlatformInstance[] }).instances;
}
