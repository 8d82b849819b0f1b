/** The colours of the style sheet, for what is drawn on a canvas. */
import type { SeriesTone } from '../../view-model/chart.ts';

export type ThemeColor = SeriesTone | 'paper' | 'rule';

/** As CSS has it: `#0067a3`. */
export function colorOf(name: ThemeColor): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** Calls `redraw` whenever light turns dark, or dark light. @returns what stops it. */
export function onThemeChange(redraw: () => void): () => void {
  const query = matchMedia('(prefers-color-scheme: dark)');
  query.addEventListener('change', redraw);
  return () => query.removeEventListener('change', redraw);
}

/** @param size - in CSS pixels. */
export function fontOf(size: number, weight = 400): string {
  return `${weight} ${size}px system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif`;
}
