/** What may be varied depends on the function and on the provider. */
import type { CatalogNames } from './function-checks.ts';
import { type Problem, type Raw, isObject, quote } from './semantic-checks.ts';

/** The names of functions end up in the names of deployed ones, of which providers take 64 characters with ours. */
const longestName = 35;
/** Of the longest of each axis: `-python-10240-f240-container`. */
const longestSuffixes: Readonly<Record<string, number>> = {
  runtime: 7,
  memoryMiB: 6,
  fillerMiB: 5,
  isolation: 10,
};

export function findVariantProblems(raw: unknown, catalog: CatalogNames): Problem[] {
  if (!isObject(raw) || !Array.isArray(raw['experiments']) || !isObject(raw['functions'])) return [];
  const { functions } = raw;
  const { id: provider = 'reference' } = isObject(raw['provider']) ? raw['provider'] : {};
  return raw['experiments'].flatMap((entry: unknown, at): Problem[] => {
    if (!isObject(entry)) return [];
    if (entry['kind'] === 'spectrum' && provider !== 'reference') {
      const message = 'only the reference platform lets one choose the isolation level; leave it out';
      return [{ path: ['experiments', at], message }];
    }
    if (!isObject(entry['variants'])) return [];
    const names = Array.isArray(entry['functions']) ? entry['functions'] : [entry['function']];
    const path = ['experiments', at, 'variants'];
    const toProblem = ([axis, message]: readonly [string, string]): Problem => ({
      path: [...path, axis],
      message,
    });
    const { variants } = entry;
    return [
      ...('isolation' in variants && provider !== 'reference'
        ? [toProblem(['isolation', 'only the reference platform lets one choose it; leave it out'])]
        : []),
      ...names
        .filter((name) => typeof name === 'string')
        .flatMap((name) => checkFunction(name, functions[name], variants, catalog).map(toProblem)),
    ];
  });
}

function checkFunction(
  name: string,
  entry: unknown,
  variants: Raw,
  catalog: CatalogNames,
): (readonly [string, string])[] {
  if (!isObject(entry)) return [];
  const problems: (readonly [string, string])[] = [];
  const runtimes = Array.isArray(variants['runtime']) ? (variants['runtime'] as unknown[]) : [];
  if (runtimes.length > 0 && !('use' in entry)) {
    problems.push(['runtime', `"${name}" is not of the catalogue, and there in one language only`]);
  }
  const languages: readonly unknown[] | undefined = catalog[String(entry['use'])];
  const missing = runtimes.filter((runtime) => languages !== undefined && !languages.includes(runtime));
  if (missing.length > 0) {
    problems.push(['runtime', `"${name}" is there for ${quote((languages ?? []).map(String))} only`]);
  }
  if ('url' in entry && 'fillerMiB' in variants) {
    problems.push(['fillerMiB', `nothing is deployed of "${name}" that it could be added to`]);
  }
  const [axis = ''] = Object.keys(variants);
  const suffix = Object.keys(variants).reduce((sum, one) => sum + (longestSuffixes[one] ?? 0), 0);
  if (name.length + suffix > longestName) {
    problems.push([
      axis,
      `the names of the variants of "${name}" may become too long: at most ${longestName - suffix} letters`,
    ]);
  }
  return problems;
}
