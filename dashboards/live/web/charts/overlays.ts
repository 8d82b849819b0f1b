/** What is drawn over and under the data: phases, faults, and words at points. */
import type uPlot from 'uplot';
import type { ChartBand, ChartLabel, ChartMark } from '../../view-model/chart.ts';
import { colorOf, fontOf } from './theme.ts';

/** A shade over warm-up, a rule where each phase begins, and its name above, where it has room. */
export function drawBands(
  u: uPlot,
  bands: readonly ChartBand[],
  options: { readonly isNamed: boolean },
): void {
  const { ctx, bbox } = u;
  paint(u, () => {
    for (const [at, band] of bands.entries()) {
      const from = clampX(u, band.from);
      const to = clampX(u, bands[at + 1]?.from ?? band.to);
      if (band.isWarmUp) {
        ctx.globalAlpha = 0.55;
        ctx.fillStyle = colorOf('rule');
        ctx.fillRect(from, bbox.top, Math.max(0, to - from), bbox.height);
        ctx.globalAlpha = 1;
      } else if (u.valToPos(band.from, 'x', true) >= bbox.left - 1) {
        ctx.fillStyle = colorOf('soft');
        const above = options.isNamed ? 14 * devicePixelRatio : 0;
        ctx.fillRect(
          Math.round(from),
          bbox.top - above,
          Math.max(1, Math.round(devicePixelRatio)),
          bbox.height + above,
        );
      }
      if (!options.isNamed || band.isWarmUp) continue;
      ctx.font = fontOf(12 * devicePixelRatio, 600);
      ctx.fillStyle = colorOf('ink');
      ctx.textAlign = 'left';
      ctx.textBaseline = 'alphabetic';
      const name = fit(ctx, band.label, to - from - 10 * devicePixelRatio);
      ctx.fillText(name, from + 5 * devicePixelRatio, bbox.top - 4 * devicePixelRatio);
    }
  });
}

/** Both ends of a name tell it apart: what has no room is shortened in the middle, or left out. */
function fit(ctx: CanvasRenderingContext2D, text: string, room: number): string {
  if (ctx.measureText(text).width <= room) return text;
  for (let keep = text.length - 2; keep >= 3; keep--) {
    const tail = Math.floor(keep / 2);
    const short = `${text.slice(0, keep - tail)}…${text.slice(-tail)}`;
    if (ctx.measureText(short).width <= room) return short;
  }
  return '';
}

/** A rule through the plot for each fault and abort. */
export function drawMarks(u: uPlot, marks: readonly ChartMark[]): void {
  const { ctx, bbox } = u;
  paint(u, () => {
    ctx.fillStyle = colorOf('bad');
    for (const mark of marks) {
      const x = u.valToPos(mark.at, 'x', true);
      if (x < bbox.left || x > bbox.left + bbox.width) continue;
      ctx.fillRect(Math.round(x) - 1, bbox.top, Math.max(2, devicePixelRatio), bbox.height);
    }
  });
}

/** A dot with words beside it, where they touch no other words and stay in the picture. */
export function drawLabels(u: uPlot, labels: readonly ChartLabel[]): void {
  const { ctx, bbox } = u;
  const scale = devicePixelRatio;
  const taken: Box[] = [];
  paint(u, () => {
    ctx.font = fontOf(12 * scale, 600);
    ctx.textBaseline = 'middle';
    ctx.textAlign = 'left';
    for (const { x, y, text, tone } of labels) {
      const [px, py] = [u.valToPos(x, 'x', true), u.valToPos(y, 'y', true)];
      if (px < bbox.left - 1 || px > bbox.left + bbox.width + 1) continue;
      const box = placeBox({ px, py, width: ctx.measureText(text).width, scale }, bbox, taken);
      taken.push(box);
      ctx.fillStyle = colorOf(tone);
      ctx.strokeStyle = colorOf('paper');
      ctx.lineWidth = 1.5 * scale;
      ctx.beginPath();
      ctx.arc(px, py, 4.5 * scale, 0, 2 * Math.PI);
      ctx.fill();
      ctx.stroke();
      // A line behind the words would cross them out.
      ctx.globalAlpha = 0.85;
      ctx.fillStyle = colorOf('paper');
      ctx.fillRect(box.left - 2 * scale, box.top, box.width + 4 * scale, box.height);
      ctx.globalAlpha = 1;
      ctx.fillStyle = colorOf(tone);
      ctx.fillText(text, box.left, box.top + box.height / 2);
    }
  });
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

interface Wanted {
  readonly px: number;
  readonly py: number;
  readonly width: number;
  readonly scale: number;
}

/** Tries right, left, above and below, further and further off. */
function placeBox({ px, py, width, scale }: Wanted, plot: Box, taken: readonly Box[]): Box {
  const height = 15 * scale;
  const [right, left, middle] = [px + 9 * scale, px - width - 9 * scale, px - width / 2];
  const candidates = [0, 1, 2, 3].flatMap((step) => {
    const off = step * 17 * scale;
    return [
      [right, py - height / 2 - off],
      [left, py - height / 2 - off],
      [right, py - height / 2 + off],
      [left, py - height / 2 + off],
      [middle, py - height - 8 * scale - off],
    ] as const;
  });
  const boxes = candidates.map(([x, top]): Box => ({ left: x, top, width, height }));
  const isInside = (box: Box): boolean =>
    box.left >= plot.left &&
    box.left + width <= plot.left + plot.width + 8 * scale &&
    box.top >= plot.top - 4 &&
    box.top + height <= plot.top + plot.height;
  const free = boxes.find((box) => isInside(box) && !taken.some((other) => touch(box, other)));
  const clamped = Math.max(plot.left, Math.min(plot.left + plot.width - width, right));
  return free ?? { left: clamped, top: py - height / 2, width, height };
}

function touch(one: Box, other: Box): boolean {
  return (
    one.left < other.left + other.width + 6 &&
    other.left < one.left + one.width + 6 &&
    one.top < other.top + other.height &&
    other.top < one.top + one.height
  );
}

function clampX(u: uPlot, value: number): number {
  const { left, width } = u.bbox;
  return Math.max(left, Math.min(left + width, u.valToPos(value, 'x', true)));
}

function paint({ ctx }: uPlot, draw: () => void): void {
  ctx.save();
  draw();
  ctx.restore();
}
