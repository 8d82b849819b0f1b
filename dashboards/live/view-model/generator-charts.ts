/** How late and how busy the load generator was, second by second. */
import { groupBy } from '../../../harness/contract/group-by.ts';
import type { RunRecord } from '../../../harness/contract/run-record.ts';
import type { GeneratorSample } from '../../../harness/contract/sink.ts';
import { nanosPerSecond } from '../../../harness/contract/units.ts';
import { type Chart, type ChartSeries, axis, round } from './chart.ts';
import { toMarks, toPhaseBands } from './phase-bands.ts';
import type { PlayedPhase } from './played-phases.ts';

const mostPoints = 300;
/** A log axis has no place for nothing; a microsecond is finer than any sample. */
const leastMs = 0.001;

export function toGeneratorCharts({ generator, events }: RunRecord, phases: readonly PlayedPhase[]): Chart[] {
  const heard = generator.filter((one) => one.pacing !== 'none');
  if (heard.length < 2) return [];
  const x = axis('time since the run began', 's');
  const frame = {
    x,
    bands: toPhaseBands(phases, 0, ({ phase }) => phase.experiment),
    marks: toMarks(events, 0),
  };
  return [
    {
      title: 'How late it was, the worst of each second',
      description: 'Send delay and event-loop delay of the load generator over the run',
      ...frame,
      y: axis('delay', 'ms', 'log'),
      series: [
        toSeries(heard, 'send delay', 'ink', (one) => Math.max(leastMs, one.sendDelayMaxMs)),
        toSeries(heard, 'event loop p99', 'second', (one) => Math.max(leastMs, one.eventLoopDelayP99Ms)),
      ],
    },
    {
      title: 'How busy it was',
      description: 'Share of its time in which the busiest sending thread did not wait',
      ...frame,
      y: { ...axis('busy', 'share'), min: 0, max: 1 },
      series: [
        toSeries(heard, 'busiest sending thread', 'ink', (one) => Math.min(1, one.eventLoopUtilization)),
      ],
    },
  ];
}

/** Of what falls into one point, the worst. */
function toSeries(
  samples: readonly GeneratorSample[],
  label: string,
  tone: ChartSeries['tone'],
  valueOf: (sample: GeneratorSample) => number,
): ChartSeries {
  const [first, last] = [samples[0]?.at ?? 0, samples.at(-1)?.at ?? 0];
  const cell = Math.max(nanosPerSecond / 2, (last - first) / mostPoints);
  const cells = groupBy(samples, ({ at }) => Math.floor(at / cell));
  const points = Array.from(cells, ([at, own]): [number, number] => [
    round((at * cell) / nanosPerSecond),
    round(Math.max(...own.map(valueOf))),
  ]);
  return { label, kind: 'line', tone, points: points.toSorted((one, other) => one[0] - other[0]) };
}
