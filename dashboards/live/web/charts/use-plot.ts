/** Keeps one uPlot in step with its data, its width and the colours of the page. */
import { type MutableRef, useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import type { Chart } from '../../view-model/chart.ts';
import { type PlotOptions, toPlotData, toPlotOptions } from './plot-options.ts';
import { onThemeChange } from './theme.ts';

export interface Plot {
  /** Where it is drawn. */
  readonly host: MutableRef<HTMLDivElement | null>;
  readonly plot: MutableRef<uPlot | undefined>;
}

export function usePlot(chart: Chart, options: Omit<PlotOptions, 'width'>): Plot {
  const host = useRef<HTMLDivElement | null>(null);
  const plot = useRef<uPlot | undefined>(undefined);
  const latest = useRef({ chart, options });
  latest.current = { chart, options };

  // What has another shape is another plot; what has other data is the same.
  const shape = JSON.stringify([
    chart.series.map(({ kind, tone, isDashed }) => [kind, tone, isDashed]),
    chart.x.scale,
    chart.y.scale,
    options.height,
  ]);
  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    const own = new uPlot(
      toPlotOptions(() => latest.current.chart, {
        ...options,
        width: element.clientWidth,
        onCursor: (x) => latest.current.options.onCursor(x),
        ...(options.draw && { draw: (u) => latest.current.options.draw?.(u) }),
      }),
      toPlotData(latest.current.chart),
      element,
    );
    plot.current = own;
    const observer = new ResizeObserver(() => {
      const { clientWidth } = element;
      if (clientWidth > 0 && clientWidth !== own.width)
        own.setSize({ width: clientWidth, height: own.height });
    });
    observer.observe(element);
    const stop = onThemeChange(() => own.redraw(false, true));
    return () => {
      stop();
      observer.disconnect();
      own.destroy();
    };
  }, [shape]);

  useEffect(() => plot.current?.setData(toPlotData(chart)), [chart]);
  return { host, plot };
}
