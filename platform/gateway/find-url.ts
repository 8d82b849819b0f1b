/** Finds the function whose URL has an id. */
import type { FunctionRegistry } from '../control/function-registry.ts';
import type { FunctionUrl } from '../control/function-url.ts';
import type { RevisionRunner } from '../control/deployed-function.ts';

export interface FoundUrl {
  readonly name: string;
  /** `$LATEST` or an alias. */
  readonly qualifier: string;
  readonly url: FunctionUrl;
}

export interface UrlFinder {
  find(id: string): FoundUrl | undefined;
}

type Registry = Pick<FunctionRegistry<RevisionRunner>, 'find' | 'list'>;

/** Remembers where it found one: looking through all functions for each request would be slow. */
export function createUrlFinder(registry: Registry): UrlFinder {
  const places = new Map<string, Omit<FoundUrl, 'url'>>();

  function look(id: string): FoundUrl | undefined {
    const place = places.get(id);
    const url = place && registry.find(place.name)?.urls.get(place.qualifier);
    return place && url?.id === id ? { ...place, url } : undefined;
  }

  return {
    find(id) {
      const known = look(id);
      if (known !== undefined) return known;
      places.clear();
      for (const { name, urls } of registry.list()) {
        for (const [qualifier, url] of urls) places.set(url.id, { name, qualifier });
      }
      return look(id);
    },
  };
}
