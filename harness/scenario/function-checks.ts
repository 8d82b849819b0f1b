/** What the shape of a function's entry alone cannot say: where its code comes from decides what else it may have. */
import type { Language } from '../contract/workload.ts';
import { type Problem, type Raw, isObject, quote } from './semantic-checks.ts';

/** The functions that `use` may name, and the languages that each is written in. */
export type CatalogNames = Readonly<Record<string, readonly Language[]>>;

type Complain = (key: string | undefined, message: string) => void;

/** The zip that the Lambda API takes has at most 50 MiB, and there is more than the filler in it. */
const mostFillerMiB = 49;

export function findFunctionProblems(raw: unknown, catalog: CatalogNames): Problem[] {
  if (!isObject(raw) || !isObject(raw['functions'])) return [];
  const entries = Object.entries(raw['functions']);
  if (entries.length === 0) return [{ path: ['functions'], message: 'expected at least one function' }];
  const { id: provider = 'reference' } = isObject(raw['provider']) ? raw['provider'] : {};
  const problems: Problem[] = [];
  for (const [name, entry] of entries) {
    if (!isObject(entry)) continue;
    const complain: Complain = (key, message) =>
      void problems.push({ path: ['functions', name, ...(key === undefined ? [] : [key])], message });
    checkSource(entry, catalog, complain);
    checkProvider(entry, provider, complain);
  }
  return problems;
}

function checkSource(entry: Raw, catalog: CatalogNames, complain: Complain): void {
  const sources = ['use', 'folder', 'url'].filter((key) => key in entry);
  if (sources.length !== 1) {
    const found = sources.length === 0 ? 'none of them is there' : `${quote(sources)} are there`;
    complain(undefined, `expected exactly one of "use", "folder" and "url"; ${found}`);
  }
  if ('use' in entry) checkCatalogUse(entry, catalog, complain);
  else if ('input' in entry)
    complain('input', 'only a function of the catalogue has inputs; give an "event"');
  if ('folder' in entry && entry['runtime'] === 'go') {
    complain(
      'runtime',
      'build your own function in Go, and deploy its "bootstrap" with the runtime "provided"',
    );
  }
}

function checkCatalogUse(entry: Raw, catalog: CatalogNames, complain: Complain): void {
  const { use, runtime = 'nodejs' } = entry;
  const languages = typeof use === 'string' ? catalog[use] : undefined;
  if (typeof use === 'string' && languages === undefined) {
    complain('use', `no function "${use}" in the catalogue; there is ${quote(Object.keys(catalog))}`);
  }
  if (languages !== undefined && !languages.some((language) => language === runtime)) {
    complain('runtime', `the function "${String(use)}" of the catalogue is there for ${quote(languages)}`);
  }
  if ('handler' in entry) {
    complain('handler', 'a function of the catalogue has its own handler; leave it out');
  }
  if ('input' in entry && 'event' in entry && !isObject(entry['event'])) {
    complain(
      'event',
      'beside "input" it gives fields that take the place of the input\'s own: expected an object',
    );
  }
}

function checkProvider(entry: Raw, provider: unknown, complain: Complain): void {
  for (const key of ['isolation', 'network']) {
    if (key in entry && provider !== 'reference') {
      complain(key, `only the reference platform lets one choose the ${words[key]}; leave it out`);
    }
  }
  if (provider === 'http' && !('url' in entry)) {
    complain(undefined, 'the provider "http" deploys nothing: give the "url" of the function');
  }
  if (provider !== 'http' && 'url' in entry) {
    complain('url', 'a function with a "url" needs the provider "http"');
  }
  const { fillerMiB } = entry;
  if (provider !== 'http' && typeof fillerMiB === 'number' && fillerMiB > mostFillerMiB) {
    complain('fillerMiB', `the Lambda API takes packages up to 50 MiB: expected at most ${mostFillerMiB}`);
  }
  if (provider === 'http' && fillerMiB !== undefined) {
    complain('fillerMiB', 'nothing is deployed that it could be added to; leave it out');
  }
}

const words: Readonly<Record<string, string>> = { isolation: 'isolation level', network: 'network' };
