/** Estimates with their intervals, one below the other on a logarithmic axis. */
import type { JSX } from 'preact';
import { formatEstimate } from '../../../../harness/report/format-estimate.ts';
import { formatDuration } from '../../../../harness/report/format.ts';
import type { IntervalGroup } from '../../view-model/comparison-view.ts';
import { toCsv } from './csv.ts';
import { Figure } from './figure.tsx';
import { formatTick, logTicks } from './ticks.ts';

interface IntervalPlotProps {
  readonly group: IntervalGroup;
  /** Milliseconds. */
  readonly limits: readonly [low: number, high: number];
}

export function IntervalPlot({
  group: { title, tone, rows },
  limits: [low, high],
}: IntervalPlotProps): JSX.Element {
  const at = (ms: number): string => `${(Math.log(Math.max(low, ms) / low) / Math.log(high / low)) * 100}%`;
  const description = rows
    .map(({ quantile, run, estimate }) => `${quantile} ${run} ${formatEstimate(estimate)}`)
    .join('; ');
  return (
    <Figure
      title={title}
      description={description}
      toCsv={() =>
        toCsv([
          ['quantile', 'run', 'value (ms)', 'low (ms)', 'high (ms)'],
          ...rows.map(({ quantile, run, estimate: { value, low: from, high: to } }) => [
            quantile,
            run,
            value,
            from ?? '',
            to ?? '',
          ]),
        ])
      }
    >
      {() => (
        <div class="intervals" role="img" aria-label={description}>
          {rows.map(({ quantile, run, estimate }, index) => (
            <div
              class={rows[index - 1]?.quantile === quantile ? 'row' : 'row first'}
              key={`${quantile} ${run}`}
            >
              <span class="name">
                <b>{rows[index - 1]?.quantile === quantile ? '' : quantile}</b> {run}
              </span>
              <span class="track">
                <i
                  class={`whisker ${tone}`}
                  style={{
                    left: at(estimate.low ?? low),
                    right: `calc(100% - ${at(estimate.high ?? high)})`,
                    opacity: estimate.low === null || estimate.high === null ? 0.4 : 1,
                  }}
                />
                <i class={`point ${tone}`} style={{ left: at(estimate.value) }} />
              </span>
              <span class="value">{formatDuration(estimate.value)}</span>
            </div>
          ))}
          <div class="row scale">
            <span class="name" />
            <span class="track">
              {logTicks(low, high, 4).map((tick) => (
                <small key={tick} style={{ left: at(tick) }}>
                  {formatTick(tick, 'ms')}
                </small>
              ))}
            </span>
            <span class="value" />
          </div>
        </div>
      )}
    </Figure>
  );
}
