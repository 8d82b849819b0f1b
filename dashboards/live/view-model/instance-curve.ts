/** Instances over time: as the provider lists them, or, where it does not, as those that were seen to answer. */
import { groupBy } from '../../../harness/contract/group-by.ts';
import type { Invocation } from '../../../harness/contract/invocation.ts';
import type { InstanceRecord } from '../../../harness/contract/provider.ts';
import { type Nanos, fromMillis, nanosPerSecond } from '../../../harness/contract/units.ts';
import { type ChartPoint, type ChartSeries, round } from './chart.ts';

interface Life {
  readonly from: Nanos;
  readonly to: Nanos;
}

interface Span {
  readonly from: Nanos;
  readonly to: Nanos;
}

const mostCells = 300;

/** @param instances - of the functions that the invocations are of. */
export function toInstanceCurve(
  invocations: readonly Invocation[],
  instances: readonly InstanceRecord[],
  span: Span,
): ChartSeries[] {
  const listed = instances.filter(
    (one) => one.requestedAt < span.to && (one.removedAt ?? Infinity) > span.from,
  );
  if (listed.length === 0) {
    return [toSeries('instances seen', 'ink', toCounts(toSeen(invocations), span))];
  }
  const running = listed.map(({ requestedAt, readyAt = requestedAt, removedAt = Infinity }) => ({
    from: readyAt,
    to: removedAt,
  }));
  const starting = listed.map(({ requestedAt, readyAt, removedAt }) => ({
    from: requestedAt,
    to: readyAt ?? removedAt ?? Infinity,
  }));
  return [
    toSeries('running', 'ink', toCounts(running, span)),
    toSeries('starting', 'cold', toCounts(starting, span)),
  ];
}

function toSeries(label: string, tone: ChartSeries['tone'], points: readonly ChartPoint[]): ChartSeries {
  return { label, kind: 'step', tone, points };
}

/**
 * From the moment an instance began to work, its first answer less the time in the handler, to its last answer. All are
 * durations or readings of the client's clock, so that no other clock has to agree with it.
 */
function toSeen(invocations: readonly Invocation[]): Life[] {
  const byInstance = groupBy(
    invocations.filter((one) => one.instance !== undefined),
    (one) => one.instance,
  );
  return Array.from(byInstance.values(), (own) => {
    let [from, to] = [Infinity, -Infinity];
    for (const { endedAt, handlerDurationMs = 0 } of own) {
      from = Math.min(from, endedAt - fromMillis(handlerDurationMs));
      to = Math.max(to, endedAt);
    }
    return { from, to };
  });
}

/** Seconds since the span began, and how many live. */
function toCounts(lives: readonly Life[], { from, to }: Span): ChartPoint[] {
  const changes = lives
    .flatMap((life) => [
      { at: Math.max(from, life.from), by: 1 },
      { at: life.to, by: -1 },
    ])
    // Who answered last has not left: the span just ends there.
    .filter(({ at }) => at < to)
    // Who leaves at an instant makes room for who comes at it.
    .toSorted((one, other) => one.at - other.at || one.by - other.by);
  let count = 0;
  const points = changes.map(({ at, by }): ChartPoint => [(at - from) / nanosPerSecond, (count += by)]);
  const end = (to - from) / nanosPerSecond;
  return thinOut([[0, 0], ...points, [end, count]], end / mostCells);
}

/** Of the points that are too close for a screen, the highest and the last: no peak is lost, and none outlives itself. */
function thinOut(points: readonly ChartPoint[], cell: number): ChartPoint[] {
  const cells = groupBy(points, ([seconds]) => Math.floor(seconds / cell));
  return Array.from(cells.values()).flatMap((own) => {
    const peak = own.reduce((top, point) => (point[1] > top[1] ? point : top));
    const last = own.at(-1) ?? peak;
    return (peak === last ? [last] : [peak, last]).map(([x, y]): ChartPoint => [round(x), y]);
  });
}
