/** A function beside machines that run all month, in words, in a picture and in numbers. */
import type { AlwaysOnComparison } from '../../../contract/summary.ts';
import { formatCount, formatPercent, formatRate, formatUsd } from '../../format.ts';
import { drawBreakEven } from '../charts/break-even.ts';
import { fullWidth, halfWidth, narrowWidth, renderFigure } from '../charts/figure.ts';
import { type Markup, bindUnits, markup } from '../../markup.ts';
import { number, renderTable, text } from '../table.ts';
import { renderNote } from './section.ts';

export function renderAlwaysOn(comparisons: readonly AlwaysOnComparison[]): Markup {
  if (comparisons.length === 0) return markup``;
  const loads = toLoads(comparisons);
  return markup`<h3>Beside a machine that is always on</h3>
<ul class="plain">${loads.map((load) => markup`<li>${describeLoad(load)}</li>\n`)}</ul>
<div class="panels">${loads.filter(isDrawable).map((load, at) => renderChart(load, at, loads.length === 1))}</div>
${renderNote('Solid the function, dashed a machine, a dot where they cost the same, a square at the rate of this load.')}${renderTable(
    'At the rate of the load',
    [
      text('Function'),
      text('Machine'),
      number('Rate'),
      number('Function a month'),
      number('Machine a month'),
      number('Idle, paid for'),
      number('Break-even'),
      number('Cores busy there'),
    ],
    comparisons.map((one) => [
      one.function,
      markup`${one.machine} <small>${one.kind}</small>`,
      formatRate(one.ratePerSecond),
      formatUsd(one.functionUsdPerMonth),
      renderMachines(one),
      markup`${formatUsd(one.idleUsdPerMonth)} <small>${formatPercent(one.coreShare)} of one busy</small>`,
      markup`<b>${formatRate(one.breakEvenRatePerSecond)}</b>`,
      formatPercent(one.coreShareAtBreakEven),
    ]),
  )}${renderNote(
    'Cores busy: what the load would take of the machine’s cores at the break-even rate, by the time in the handler; time that ',
    'the handler merely waits counts as busy, so it is a bound from above. Above 100 % one machine cannot carry it. Idle: what the machines that this load needs cost while they wait.',
  )}`;
}

function renderMachines({ usdPerMonth, machines }: AlwaysOnComparison): Markup {
  const price = formatUsd(usdPerMonth);
  return machines === 1 ? markup`${price}` : markup`${price} <small>${formatCount(machines)} needed</small>`;
}

/** Which is cheaper at which rate, and whether the machine could do the work. */
function describeLoad(load: readonly AlwaysOnComparison[]): string {
  const first = load[0];
  if (first === undefined) return '';
  const cost = `At ${formatRate(first.ratePerSecond)}, ${first.function} costs ${formatUsd(first.functionUsdPerMonth)} a month.`;
  return bindUnits([cost, ...load.map(describeMachine)].join(' '));
}

function describeMachine(one: AlwaysOnComparison): string {
  const { coreShareAtBreakEven: share } = one;
  const machine = `${one.machine} (${formatUsd(one.usdPerMonth)} a month) costs as much at ${formatRate(one.breakEvenRatePerSecond)}`;
  return share <= 1
    ? `${machine} and could carry that: its cores would be ${formatPercent(share)} busy.`
    : `${machine} but could not carry that: it would take ${formatPercent(share)} of its cores, so one such machine never replaces the function.`;
}

/** Comparisons of the same load, one a machine. */
function toLoads(comparisons: readonly AlwaysOnComparison[]): AlwaysOnComparison[][] {
  const loads = new Map<string, AlwaysOnComparison[]>();
  for (const one of comparisons) {
    const key = JSON.stringify([one.function, one.ratePerSecond, one.functionUsdPerMonth]);
    loads.set(key, [...(loads.get(key) ?? []), one]);
  }
  return [...loads.values()];
}

/** A log axis has no place for nothing. */
function isDrawable(load: readonly AlwaysOnComparison[]): boolean {
  return load.every((one) =>
    [one.ratePerSecond, one.breakEvenRatePerSecond, one.usdPerMonth, one.functionUsdPerMonth].every(
      (value) => value > 0 && Number.isFinite(value),
    ),
  );
}

function renderChart(load: readonly AlwaysOnComparison[], at: number, isAlone: boolean): Markup {
  const name = load[0]?.function ?? '';
  return renderFigure({
    id: `break-even-${at}`,
    title: `Cost of ${name} a month over its rate, beside machines that are always on`,
    description: describeLoad(load),
    caption: markup`<b>${name}</b>`,
    wide: { width: isAlone ? fullWidth : halfWidth, height: 280 },
    narrow: { width: narrowWidth, height: 270 },
    draw: (size) => drawBreakEven(load, size),
  });
}
