/** The load, the instances and the response times of an experiment: three charts under one cursor. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { formatCount, formatDuration } from '../../../../harness/report/format.ts';
import { formatUnit } from '../../../../harness/report/format-finding.ts';
import { type Chart, type ChartSeries, axis } from '../../view-model/chart.ts';
import type { Timeline } from '../../view-model/timeline.ts';
import { timelineToCsv } from './csv.ts';
import { drawHeat } from './draw-heat.ts';
import { Figure } from './figure.tsx';
import { Readout, type ReadoutEntry } from './readout.tsx';
import { usePlot } from './use-plot.ts';
import { valueAt } from './value-at.ts';

export function TimelineChart({ timeline }: { readonly timeline: Timeline }): JSX.Element {
  const { title, description, heat, rates, instances, seconds } = timeline;
  const [cursor, setCursor] = useState<number>();
  const shared = { syncKey: title, onCursor: setCursor };
  const rate = usePlot(toChart(timeline, rates, { ...axis('invocations a second', '1/s'), min: 0 }), {
    ...shared,
    height: 112,
    hasXAxis: false,
    isNamed: true,
  });
  const count = usePlot(toChart(timeline, instances, { ...axis('instances', 'count'), min: 0 }), {
    ...shared,
    height: 96,
    hasXAxis: false,
  });
  const latency = usePlot(toHeatChart(timeline), {
    ...shared,
    height: 248,
    hasXAxis: true,
    draw: (u) => drawHeat(u, heat, seconds),
  });
  return (
    <Figure
      title={title}
      description={description}
      note={toNote(timeline)}
      toCsv={() => timelineToCsv(timeline)}
      plot={() => latency.plot.current}
    >
      {(isSpoken) => (
        <>
          <Panel title="invocations a second" entries={toEntries(rates, '1/s', cursor)} isSpoken={isSpoken} />
          <div ref={rate.host} />
          <Panel title="instances" entries={toEntries(instances, 'count', cursor)} isSpoken={isSpoken} />
          <div ref={count.host} />
          <Panel
            title="response time, log scale"
            entries={toHeatEntries(timeline, cursor)}
            isSpoken={isSpoken}
          />
          <div ref={latency.host} />
          <p class="axis-title x">
            {cursor !== undefined && <b>at {formatDuration(cursor * 1000)} </b>}time since {title} began
          </p>
        </>
      )}
    </Figure>
  );
}

function toNote({ bands, marks, heat }: Timeline): string {
  return [
    'The stronger a cell, the more invocations; blue where one of them started cold.',
    ...(heat.notOk.some((count) => count > 0) ? ['Red at the base: not ok.'] : []),
    ...(bands.some((band) => band.isWarmUp) ? ['Shaded: warm-up, not measured.'] : []),
    ...(marks.length > 0 ? [`Red rules: ${[...new Set(marks.map((mark) => mark.label))].join(', ')}.`] : []),
    'Drag to zoom, double click to zoom out.',
  ].join(' ');
}

function toChart(timeline: Timeline, series: readonly ChartSeries[], y: Chart['y']): Chart {
  const { title, description, bands, marks, seconds } = timeline;
  const x = { ...axis('time', 's'), min: 0, max: seconds };
  return { title, description, x, y, series, bands, marks };
}

/** Its only series is what the cursor steps along. */
function toHeatChart(timeline: Timeline): Chart {
  const { heat, seconds } = timeline;
  const steps: ChartSeries = {
    label: 'columns',
    kind: 'points',
    tone: 'soft',
    points: Array.from({ length: heat.columns }, (_, at) => [
      ((at + 0.5) / heat.columns) * seconds,
      heat.lowMs,
    ]),
  };
  const y = { ...axis('response time', 'ms', 'log'), min: heat.lowMs, max: heat.highMs };
  return toChart(timeline, [steps], y);
}

interface PanelProps {
  readonly title: string;
  readonly entries: readonly ReadoutEntry[];
  readonly isSpoken: boolean;
}

/** The title of a chart's y axis, and beside it what its colours mean. */
function Panel({ title, entries, isSpoken }: PanelProps): JSX.Element {
  return (
    <div class="panel-head">
      <p class="axis-title">{title}</p>
      <Readout at={undefined} entries={entries} isSpoken={isSpoken} />
    </div>
  );
}

function toEntries(
  series: readonly ChartSeries[],
  unit: '1/s' | 'count',
  cursor: number | undefined,
): ReadoutEntry[] {
  return series.map((one) => {
    const value = cursor === undefined ? undefined : valueAt(one, cursor);
    return { ...one, value: value === undefined ? undefined : formatUnit(value, unit) };
  });
}

function toHeatEntries({ heat, seconds }: Timeline, cursor: number | undefined): ReadoutEntry[] {
  const column = cursor === undefined ? 0 : Math.floor((cursor / seconds) * heat.columns);
  const n = cursor === undefined ? 0 : (heat.n[column] ?? 0);
  const [median, slowest] = [
    formatDuration(heat.p50Ms[column] ?? 0),
    formatDuration(heat.maxMs[column] ?? 0),
  ];
  const cold = formatCount(heat.cold[column] ?? 0);
  return [
    {
      label: 'invocations',
      tone: 'warm',
      value: n === 0 ? undefined : `${formatCount(n)}, median ${median}, slowest ${slowest}`,
    },
    { label: 'with a cold start', tone: 'cold', value: n === 0 ? undefined : cold },
  ];
}
