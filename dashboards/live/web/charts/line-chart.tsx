/** Lines, steps and points on two axes. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { formatUnit } from '../../../../harness/report/format-finding.ts';
import type { Chart } from '../../view-model/chart.ts';
import { chartToCsv } from './csv.ts';
import { Figure } from './figure.tsx';
import { Readout } from './readout.tsx';
import { usePlot } from './use-plot.ts';
import { valueAt } from './value-at.ts';

export function LineChart({
  chart,
  height = 240,
}: {
  readonly chart: Chart;
  readonly height?: number;
}): JSX.Element {
  const [cursor, setCursor] = useState<number>();
  const { host, plot } = usePlot(chart, { height, hasXAxis: true, onCursor: setCursor });
  return (
    <Figure
      title={chart.title}
      description={chart.description}
      toCsv={() => chartToCsv(chart)}
      plot={() => plot.current}
    >
      {(isSpoken) => (
        <>
          <Readout
            at={cursor === undefined ? undefined : formatUnit(cursor, chart.x.unit)}
            isSpoken={isSpoken}
            entries={chart.series.map((one) => ({ ...one, value: toValue(chart, one, cursor) }))}
          />
          <p class="axis-title">{chart.y.label}</p>
          <div ref={host} />
          <p class="axis-title x">
            {chart.x.label}
            {chart.x.scale === 'log' ? ', log scale' : ''}
          </p>
        </>
      )}
    </Figure>
  );
}

function toValue(
  chart: Chart,
  series: Chart['series'][number],
  cursor: number | undefined,
): string | undefined {
  const value = cursor === undefined ? undefined : valueAt(series, cursor);
  return value === undefined ? undefined : formatUnit(value, chart.y.unit);
}
