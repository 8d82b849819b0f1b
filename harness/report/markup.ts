/**
 * HTML that is safe by construction: what is put into a template is escaped unless it is markup itself. Names and
 * errors of a run come from foreign code and may hold anything.
 */

export interface Markup {
  readonly markup: string;
}

export type Content = Markup | string | number | undefined | readonly Content[];

/** Template tag: `` markup`<td>${name}</td>` ``. Attribute values must be in double quotes. */
export function markup(parts: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  let text = parts[0] ?? '';
  for (const [at, content] of contents.entries()) text += toText(content) + (parts[at + 1] ?? '');
  return { markup: text };
}

/** For what is known to hold no text of the run: path data, style sheets. */
export function trusted(text: string): Markup {
  return { markup: text };
}

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** Keeps numbers and their units on one line. */
export function bindUnits(text: string): string {
  return text.replaceAll(/(?<=\d) (?=(?:µs|ms|s|min|h|%|MiB)\b|%)/g, '\u00a0');
}

function toText(content: Content): string {
  if (content === undefined) return '';
  if (typeof content === 'string') return escapeHtml(content);
  if (typeof content === 'number') return String(content);
  if ('markup' in content) return content.markup;
  return content.map(toText).join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
