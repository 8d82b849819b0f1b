/** The page around the sections. The policy in its head forbids every request, whatever the run may have brought in. */
import { chartStyles } from './chart-styles.ts';
import { type Content, type Markup, markup, trusted } from '../markup.ts';
import { pageStyles } from './page-styles.ts';

const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

export function renderDocument(title: string, sections: readonly Content[]): Markup {
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${trusted(policy)}">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${trusted(pageStyles)}${trusted(chartStyles)}</style>
</head>
<body>
<main>
${sections}</main>
</body>
</html>
`;
}
