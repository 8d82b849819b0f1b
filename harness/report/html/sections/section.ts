/** The frame of a section: its heading, and what stands below. */
import { type Content, type Markup, markup } from '../../markup.ts';

/** @param id - for links into the report; letters and hyphens. */
export function renderSection(id: string, heading: string, ...body: readonly Content[]): Markup {
  return markup`<section aria-labelledby="${id}">
<h2 id="${id}">${heading}</h2>
${body}</section>
`;
}

export function renderNote(...content: readonly Content[]): Markup {
  return markup`<p class="note">${content}</p>\n`;
}
