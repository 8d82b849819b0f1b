/** Draws the cells of a heatmap: the stronger the colour, the more invocations; blue where one of them started cold. */
import type uPlot from 'uplot';
import { type Heat, heatKinds } from '../../view-model/heat.ts';
import { type ThemeColor, colorOf } from './theme.ts';

/** Logarithmic levels of opacity, so that a single invocation is seen beside thousands. */
const levels = [0.3, 0.45, 0.62, 0.8, 1];
/** A cold start is rare, and is what one looks for. */
const coldLevels = [0.55, 0.66, 0.77, 0.88, 1];

export function drawHeat(
  u: uPlot,
  { columns, rows, lowMs, highMs, cells, notOk }: Heat,
  seconds: number,
): void {
  const { ctx, bbox } = u;
  const most = cells.reduce((top, value, at) => (at % 4 === 2 ? Math.max(top, value) : top), 1);
  const xAt = (column: number): number => Math.round(u.valToPos((column / columns) * seconds, 'x', true));
  const yAt = (row: number): number =>
    Math.round(u.valToPos(lowMs * (highMs / lowMs) ** (row / rows), 'y', true));
  const colors = new Map(
    ['unknown', 'warm', 'cold', 'bad'].map((tone) => [tone, colorOf(tone as ThemeColor)]),
  );
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  for (let at = 0; at < cells.length; at += 4) {
    const [column = 0, row = 0, count = 0, kind = 0] = cells.slice(at, at + 4);
    const tone = heatKinds[kind] ?? 'unknown';
    const level =
      most === 1 ? levels.length - 1 : Math.round((Math.log(count) / Math.log(most)) * (levels.length - 1));
    ctx.globalAlpha = (tone === 'cold' ? coldLevels : levels)[level] ?? 1;
    ctx.fillStyle = colors.get(tone) ?? '';
    const [left, top] = [xAt(column), yAt(row + 1)];
    ctx.fillRect(left, top, Math.max(1, xAt(column + 1) - left), Math.max(1, yAt(row) - top));
  }
  ctx.globalAlpha = 1;
  ctx.fillStyle = colors.get('bad') ?? '';
  const thick = 5 * devicePixelRatio;
  for (const [column, count] of notOk.entries()) {
    if (count === 0) continue;
    const left = xAt(column);
    ctx.fillRect(left, bbox.top + bbox.height - thick, Math.max(2, xAt(column + 1) - left), thick);
  }
  ctx.restore();
}
