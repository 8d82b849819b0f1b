/** All it takes to run it again, and what it ran on. */
import { formatCount, formatDuration } from '../../format.ts';
import { type Content, type Markup, markup } from '../../markup.ts';
import type { ReportInput } from '../report-input.ts';
import { number, renderTable, text } from '../table.ts';
import { renderNote, renderSection } from './section.ts';

export function renderReproduce({ summary, run: { manifest } }: ReportInput): Markup {
  const { provider } = manifest;
  return renderSection(
    'reproduce',
    'What reproduces it',
    markup`<pre tabindex="0" aria-label="Command"><code>npx faasmark run ${toShellWord(`${manifest.scenario}.yaml`)} --seed ${manifest.seed}</code></pre>\n`,
    renderFacts([
      ['Run', manifest.runId],
      ['Scenario', manifest.scenario],
      ['Seed', String(manifest.seed)],
      ['Started', manifest.startedAt],
      ['Duration', formatDuration(summary.durationMs)],
      ['Provider', provider.id],
      ['Endpoint', provider.endpoint],
      ...Object.entries(provider.details).map(([name, value]): [string, string] => [
        `${provider.id} ${name}`,
        value,
      ]),
      ...Object.entries(manifest.versions),
      ...Object.entries(manifest.machine).map(([name, value]): [string, string] => [name, String(value)]),
    ]),
    renderFunctions(manifest.functions),
    renderSource(manifest.scenarioSource),
  );
}

function renderFacts(facts: readonly (readonly [string, string])[]): Markup {
  return markup`<dl class="facts">
${facts.filter(isFirst).map(([name, value]) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>\n`)}</dl>
`;
}

/** Software and machine may both name the runtime. */
function isFirst(
  fact: readonly [string, string],
  at: number,
  facts: readonly (readonly [string, string])[],
): boolean {
  return facts.findIndex(([name, value]) => name === fact[0] && value === fact[1]) === at;
}

function renderFunctions(functions: ReportInput['run']['manifest']['functions']): Markup {
  if (functions.length === 0) return renderNote('No function was deployed.');
  return renderTable(
    'Functions as deployed',
    [text('Function'), text('Runtime'), text('Architecture'), number('Memory'), number('Deployed in')],
    functions.map((one): Content[] => [
      one.name,
      one.runtime,
      one.architecture,
      one.memoryMiB > 0 ? `${formatCount(one.memoryMiB)} MiB` : 'not known',
      formatDuration(one.deployDurationMs),
    ]),
  );
}

function renderSource(source: unknown): Markup {
  const json = JSON.stringify(source, undefined, 2) ?? '';
  const shown =
    json.length > maxSource ? `${json.slice(0, maxSource)}\n… (the rest is in the run directory)` : json;
  return markup`<details><summary>The scenario after defaults</summary>
<pre tabindex="0" aria-label="Scenario as JSON"><code>${shown}</code></pre></details>
`;
}

/** A scenario may embed whole events. */
const maxSource = 20_000;

/** Quoted where a shell would read more than a name. */
function toShellWord(word: string): string {
  return /^[\w./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
