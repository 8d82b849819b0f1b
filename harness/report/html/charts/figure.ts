/**
 * A figure is drawn twice, for a wide and for a narrow screen, and the style sheet shows one: a drawing that is merely
 * scaled down has letters that nobody can read.
 */
import { type Content, type Markup, markup } from '../../markup.ts';

export interface ChartSize {
  readonly width: number;
  readonly height: number;
}

export interface Figure {
  /** Unique in the document; letters, digits and hyphens. */
  readonly id: string;
  readonly title: string;
  /** What the picture shows, for those who cannot see it. */
  readonly description: string;
  readonly caption: Content;
  readonly wide: ChartSize;
  readonly narrow: ChartSize;
  readonly draw: (size: ChartSize) => Markup;
}

/** A phone of 360 pixels less the margins of the page. */
export const narrowWidth = 328;
export const fullWidth = 880;
export const halfWidth = 424;

export function renderFigure(figure: Figure): Markup {
  return markup`<figure>
<figcaption>${figure.caption}</figcaption>
${renderSvg(figure, 'wide')}${renderSvg(figure, 'narrow')}</figure>
`;
}

function renderSvg({ id, title, description, draw, ...sizes }: Figure, variant: 'wide' | 'narrow'): Markup {
  const size = sizes[variant];
  const name = `${id}-${variant}`;
  return markup`<svg class="${variant}" role="img" aria-labelledby="${name}-title ${name}-desc" viewBox="0 0 ${size.width} ${size.height}" width="${size.width}" height="${size.height}">
<title id="${name}-title">${title}</title><desc id="${name}-desc">${description}</desc>
${draw(size)}</svg>
`;
}
