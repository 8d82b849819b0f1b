/** The burst: instances over time as a small chart, and the time until half and all of them ran. */
import type { RunSummary, ScaleOutSummary } from '../../contract/summary.ts';
import { formatCount, formatDuration, unknownValue } from '../format.ts';
import { toStepChart } from './step-chart.ts';
import type { Style } from './style.ts';

const height = 4;
const widest = 60;

export function toScaleOuts({ scaleOuts }: RunSummary, style: Style): string[] {
  return scaleOuts.flatMap((one) => toScaleOut(one, style));
}

function toScaleOut(scaleOut: ScaleOutSummary, style: Style): string[] {
  const { invocations, instances, curve, responseTimeMs } = scaleOut;
  const title = `${style.heading('SCALE-OUT')} ${scaleOut.function}: ${formatCount(invocations)} invocations at once, ${formatCount(instances)} instances`;
  const until = curve.at(-1)?.atMs ?? 0;
  if (until === 0) return [title, `  ${style.dim('no instance answered')}`];
  const rate = scaleOut.newInstancesPerSecond;
  return [
    title,
    ...toChart(scaleOut, until, style),
    `  half after ${toTime(scaleOut.timeToHalfMs)}, all after ${toTime(scaleOut.timeToAllMs)}` +
      `, ${rate === null ? unknownValue : formatCount(rate)} new instances a second` +
      `, response time p50 ${toTime(responseTimeMs.p50?.value ?? null)}, max ${toTime(responseTimeMs.max)}`,
  ];
}

function toChart({ instances, curve }: ScaleOutSummary, until: number, style: Style): string[] {
  const label = formatCount(instances);
  const width = Math.min(widest, style.width - label.length - 6);
  const rows = toStepChart(
    curve.map(({ atMs, instances: value }) => ({ at: atMs, value })),
    { until, top: instances, width, height },
  );
  const axis = rows.map((row, at) => {
    const mark = at === 0 ? label : at === height - 1 ? '0' : '';
    return `  ${style.dim(`${mark.padStart(label.length)} ┤`)}${style.cold(row)}`;
  });
  const end = formatDuration(until);
  const scale = `0 ms${end.padStart(width - 4)}`;
  return [...axis, style.dim(`  ${' '.repeat(label.length + 2)}${scale}`)];
}

function toTime(ms: number | null): string {
  return ms === null ? unknownValue : formatDuration(ms);
}
