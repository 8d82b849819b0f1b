/** The phases behind a chart over time: a rule where each begins, its name above, a shade over warm-up. */
import { nanosPerSecond } from '../../../contract/units.ts';
import { type Markup, markup } from '../../markup.ts';
import { type Plot, toPixel } from './axes.ts';
import { estimateTextWidth, shorten } from './labels.ts';
import type { LoadSpan, PhaseBand } from './load-span.ts';
import type { Scale } from './scale.ts';

export function renderPhaseBands(load: LoadSpan, plot: Plot, x: Scale): Markup {
  const at = (nanos: number): number => toPixel(x.at((nanos - load.from) / nanosPerSecond));
  const aborts = load.aborts.map(
    (abort) => markup`<path class="abort" d="M${at(abort)} ${plot.top - 4}V${plot.bottom}"/>`,
  );
  return markup`<g class="phases">${load.bands.map((band, index) =>
    renderBand(band, { from: at(band.from), to: at(load.bands[index + 1]?.from ?? load.to) }, plot),
  )}${aborts}</g>
`;
}

function renderBand(band: PhaseBand, { from, to }: { from: number; to: number }, plot: Plot): Markup {
  const width = toPixel(Math.max(0, to - from));
  if (band.isWarmUp) {
    return markup`<rect class="warm-up" x="${from}" y="${plot.top}" width="${width}" height="${plot.bottom - plot.top}"/>`;
  }
  return markup`<path class="phase" d="M${from} ${plot.top - 16}V${plot.bottom}"/>${renderName(band.name, from + 5, width - 10, plot)}`;
}

/** The name is left out where not even its ends have room: the table below the chart has them all, in this order. */
function renderName(name: string, x: number, room: number, plot: Plot): Markup {
  const letters = Math.floor(room / estimateTextWidth('n'));
  if (letters < Math.min(4, name.length)) return markup``;
  return markup`<text class="phase-name" x="${x}" y="${plot.top - 7}">${shorten(name, letters)}</text>`;
}
