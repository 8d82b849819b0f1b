/** Fills a template: `{{name}}` stands for a field, and what is between `{{#rows}}` and `{{/rows}}` for each row. */
import { createHash } from 'node:crypto';
import { createRandom } from '../../shared/node/seeded.mts';

const template = `<!doctype html>
<html lang="en">
<head><title>{{title}}</title></head>
<body>
<h1>{{title}}</h1>
<table>
{{#rows}}<tr><td>{{id}}</td><td>{{name}}</td><td>{{value}}</td></tr>
{{/rows}}</table>
</body>
</html>
`;

const names = ['Ada & Grace', '"Edsger"', "Barbara's", '<Donald>'];

export function handle({ rows, seed }: { readonly rows: number; readonly seed: number }): {
  rows: number;
  bytes: number;
  sha256: string;
} {
  const below = createRandom(seed);
  const data = Array.from({ length: rows }, (_, id) => ({
    id,
    name: names[below(names.length)],
    value: below(1_000_000) / 100,
  }));
  const page = Buffer.from(render(template, { title: `${rows} rows`, rows: data }));
  return { rows, bytes: page.length, sha256: createHash('sha256').update(page).digest('hex') };
}

type Data = Readonly<Record<string, unknown>>;

function render(text: string, data: Data): string {
  const repeated = text.replace(/\{\{#(\w+)\}\}([^]*?)\{\{\/\1\}\}/g, (_, name: string, each: string) =>
    (data[name] as Data[]).map((one) => render(each, one)).join(''),
  );
  return repeated.replace(/\{\{(\w+)\}\}/g, (_, name: string) => escapeText(String(data[name])));
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
