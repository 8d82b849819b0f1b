/**
 * Where the time of a cold start goes, by three clocks: the client's instants, the provider's milestones of the instance
 * (put on the run's clock), and the function's own time in its handler. Each part ends where the next begins, so that
 * they add up to the whole.
 */
import type { Invocation } from '../../contract/invocation.ts';
import type { InstanceRecord } from '../../contract/provider.ts';
import { type Millis, toMillis } from '../../contract/units.ts';

export const parts = ['placement', 'sandbox', 'runtime', 'code', 'handler', 'rest'] as const;
/**
 * - `placement`: from the request to the decision to start an instance: the way there, and waiting in a queue.
 * - `sandbox`: until what holds it apart is there.
 * - `runtime`: until the language's runtime runs.
 * - `code`: until the function has been loaded and initialised.
 * - `handler`: the first invocation of the handler.
 * - `rest`: handing the event over, and the way back.
 */
export type Part = (typeof parts)[number];

/** Null where nobody tells a part from its neighbour; the one after it then has both. */
export type Breakdown = Readonly<Record<Part, Millis | null>>;

/**
 * @param record - of the instance that was started for it; without one only the initialisation is known as a whole, and
 *   counts as `code`.
 * @returns undefined where nobody told anything of the initialisation.
 */
export function breakDown(invocation: Invocation, record: InstanceRecord | undefined): Breakdown | undefined {
  const { sentAt, endedAt, handlerDurationMs = null, initDurationMs } = invocation;
  if (sentAt === undefined) return undefined;
  const whole = toMillis(endedAt - sentAt);
  if (record?.readyAt === undefined) {
    if (initDurationMs === undefined) return undefined;
    const rest = whole - initDurationMs - (handlerDurationMs ?? 0);
    return {
      placement: null,
      sandbox: null,
      runtime: null,
      code: initDurationMs,
      handler: handlerDurationMs,
      rest,
    };
  }
  const { requestedAt, sandboxUpAt, runtimeUpAt, readyAt } = record;
  const untilRuntime = sandboxUpAt ?? requestedAt;
  const untilCode = runtimeUpAt ?? untilRuntime;
  return {
    placement: toMillis(requestedAt - sentAt),
    sandbox: sandboxUpAt === undefined ? null : toMillis(sandboxUpAt - requestedAt),
    runtime: runtimeUpAt === undefined ? null : toMillis(runtimeUpAt - untilRuntime),
    code: toMillis(readyAt - untilCode),
    handler: handlerDurationMs,
    rest: toMillis(endedAt - readyAt) - (handlerDurationMs ?? 0),
  };
}
