/** How every chart is drawn: thin grid, heavy data, round ticks with their units. */
import uPlot from 'uplot';
import type { Chart, ChartAxis, ChartSeries } from '../../view-model/chart.ts';
import { drawBands, drawLabels, drawMarks } from './overlays.ts';
import { colorOf, fontOf } from './theme.ts';
import { formatTick, linearTicks, logTicks } from './ticks.ts';

export interface PlotOptions {
  readonly width: number;
  readonly height: number;
  /** Charts of the same key share their cursor. */
  readonly syncKey?: string;
  /** Without it, the ticks of the x axis are left to the chart below. */
  readonly hasXAxis: boolean;
  /** The names of the phases above the plot. */
  readonly isNamed?: boolean;
  readonly onCursor: (x: number | undefined) => void;
  /** Draws instead of the series, which the cursor steps along. */
  readonly draw?: (u: uPlot) => void;
}

/** @param read - the chart as it is now: it changes while a run lasts. */
export function toPlotOptions(read: () => Chart, options: PlotOptions): uPlot.Options {
  const { width, height, syncKey, hasXAxis, isNamed = false, onCursor, draw } = options;
  const chart = read();
  return {
    width,
    height,
    pxAlign: 1,
    padding: [isNamed ? 18 : 10, 14, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      points: { show: false },
      drag: { x: syncKey !== undefined, y: false, setScale: syncKey !== undefined },
      ...(syncKey === undefined ? {} : { sync: { key: syncKey, scales: ['x', null] } }),
    },
    scales: {
      x: {
        time: false,
        ...toZoomableScale(
          () => read().x,
          () => spanOf(read(), 0),
        ),
      },
      y: toScale(
        () => read().y,
        () => spanOf(read(), 1),
      ),
    },
    axes: [
      toAxis(() => read().x, 72, { show: hasXAxis, size: 30 }),
      toAxis(() => read().y, 30, { show: true, size: 58 }),
    ],
    series: [{}, ...chart.series.map(draw === undefined ? toSeries : toUndrawn)],
    hooks: {
      drawClear: [(u) => drawBands(u, read().bands ?? [], { isNamed })],
      draw: [
        (u) => {
          draw?.(u);
          drawMarks(u, read().marks ?? []);
          drawLabels(u, read().labels ?? []);
        },
      ],
      setCursor: [
        (u) => onCursor((u.cursor.left ?? -1) < 0 ? undefined : u.posToVal(u.cursor.left ?? 0, 'x')),
      ],
    },
  };
}

/** The union of all x, with a value where a series has one. */
export function toPlotData({ series }: Chart): uPlot.AlignedData {
  if (series.length === 0) return [[]];
  const tables = series.map(({ points }): uPlot.AlignedData => [
    points.map(([x]) => x),
    points.map(([, y]) => y),
  ]);
  return uPlot.join(tables);
}

function toScale(read: () => ChartAxis, span: () => readonly [number, number]): uPlot.Scale {
  return {
    distr: read().scale === 'log' ? 3 : 1,
    auto: true,
    range: () => toRange(read(), span()),
  };
}

/** As wide as its limits, unless somebody zoomed in. */
function toZoomableScale(read: () => ChartAxis, span: () => readonly [number, number]): uPlot.Scale {
  return {
    ...toScale(read, span),
    range: (_u, from, to) => {
      const [low, high] = span();
      return from > low || to < high ? [from, to] : toRange(read(), [low, high]);
    },
  };
}

/** A little air around the data; a linear axis begins at nothing. */
function toRange({ scale, min, max }: ChartAxis, [low, high]: readonly [number, number]): [number, number] {
  if (scale === 'log') {
    const [from, to] = [min ?? low, max ?? high];
    const air = min === undefined ? 1.3 : 1;
    return [from / air, to === from ? from * 2 : to * air];
  }
  const from = min ?? Math.min(0, low);
  return [from, max ?? (high > from ? from + (high - from) * 1.06 : from + 1)];
}

function spanOf({ series }: Chart, dimension: 0 | 1): readonly [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const { points } of series) {
    for (const point of points) {
      low = Math.min(low, point[dimension]);
      high = Math.max(high, point[dimension]);
    }
  }
  return high < low ? [0.1, 1] : [low, high];
}

function toAxis(
  read: () => ChartAxis,
  room: number,
  { show, size }: { readonly show: boolean; readonly size: number },
): uPlot.Axis {
  const isX = room > 50;
  return {
    show: true,
    stroke: () => colorOf('soft'),
    font: fontOf(12),
    size: isX ? (show ? size : 6) : size,
    gap: 4,
    grid: { stroke: () => colorOf('rule'), width: 1 },
    ticks: { show: false },
    // A log axis would name its powers of ten only.
    filter: (_u, splits) => splits,
    splits: (u, _axis, low, high) => {
      const length = isX ? u.bbox.width : u.bbox.height;
      const most = Math.max(2, Math.floor(length / devicePixelRatio / room));
      const { scale, unit } = read();
      const ticks = scale === 'log' ? logTicks(low, high, most) : linearTicks(low, high, most);
      return unit === 'count' ? ticks.filter(Number.isInteger) : ticks;
    },
    values: (_u, splits) =>
      show ? splits.map((tick) => formatTick(tick, read().unit)) : splits.map(() => ''),
  };
}

function toSeries({ label, kind, tone, isDashed = false }: ChartSeries): uPlot.Series {
  const { stepped } = uPlot.paths;
  const steps = kind === 'step' ? stepped?.({ align: 1 }) : undefined;
  return {
    label,
    stroke: () => colorOf(tone),
    width: 2,
    spanGaps: true,
    ...(isDashed ? { dash: [6, 4] } : {}),
    ...(steps === undefined ? {} : { paths: steps }),
    ...(kind === 'points' ? { paths: () => null } : {}),
    points: { show: kind === 'points', size: 7, fill: () => colorOf(tone) },
  };
}

function toUndrawn(): uPlot.Series {
  return { paths: () => null, points: { show: false } };
}
