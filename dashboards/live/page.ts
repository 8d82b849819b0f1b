/**
 * The page as one document. The policy in its head allows its own script and forbids every request that is not to the
 * server it came from, whatever a run may have brought in.
 */
import { createHash } from 'node:crypto';
import { type Content, markup, trusted } from '../../harness/report/markup.ts';
import { type PageParts, readPageParts } from './page-parts.ts';
import type { PageView } from './view-model/page-view.ts';

/**
 * A file that needs nothing else: no network, no other file. The same view gives the same text.
 *
 * @param text - what the page says where no script may run: Markdown.
 * @throws FaasmarkError `PAGE_NOT_BUILT`.
 */
export function renderReport(view: PageView, text: string): string {
  // No `<` in it: nothing that a run says can end the element.
  const data = JSON.stringify(view).replaceAll('<', String.raw`\u003c`);
  return renderPage(`${view.title} · faasmark`, readPageParts(), {
    requests: 'none',
    body: markup`<noscript><pre>${text}</pre></noscript>
<script type="application/json" id="view">${trusted(data)}</script>`,
  });
}

/** The same page without data: it asks the server that it came from. */
export function renderLivePage(): string {
  return renderPage('faasmark', readPageParts(), { requests: 'self', body: undefined });
}

function renderPage(
  title: string,
  { script, styles }: PageParts,
  { requests, body }: { readonly requests: 'none' | 'self'; readonly body: Content },
): string {
  const hash = createHash('sha256').update(script).digest('base64');
  const policy = [
    "default-src 'none'",
    `script-src 'sha256-${hash}'`,
    "style-src 'unsafe-inline'",
    'img-src data:',
    `connect-src '${requests}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${trusted(policy)}">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${trusted(styles)}</style>
</head>
<body>
<div id="page"></div>
${body}
<script>${trusted(script)}</script>
</body>
</html>
`.markup;
}
