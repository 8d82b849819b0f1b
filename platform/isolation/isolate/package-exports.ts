/**
 * What a `package.json` lets others see of its package: the fields `exports` and `imports`, as Node.js reads them
 * (nodejs.org/api/packages.html, "Package entry points", November 2026). Runs inside workerd as well: pure, imports nothing.
 */

/** Which entries of a map are meant: by whom the package is asked for. */
export type Condition = 'import' | 'require';

type Entries = Readonly<Record<string, unknown>>;

/**
 * @param map - `exports` or `imports` of a `package.json`.
 * @param key - `.`, `./sub/path` or `#name`.
 * @returns the target as it is written there: a path below the package, or of `imports` maybe another package; undefined
 *   when the package does not show it.
 */
export function findExport(map: unknown, key: string, condition: Condition): string | undefined {
  const entries: Entries = isKeyed(map) ? map : { '.': map };
  if (Object.hasOwn(entries, key) && !key.includes('*')) {
    return toTarget(entries[key], '', condition) ?? undefined;
  }
  const pattern = findPattern(entries, key);
  if (pattern === undefined) return undefined;
  const [before = '', after = ''] = pattern.split('*');
  const middle = key.slice(before.length, key.length - after.length);
  return toTarget(entries[pattern], middle, condition) ?? undefined;
}

/** Whether the keys are names; else the whole is what `.` means. */
function isKeyed(map: unknown): map is Entries {
  return isObject(map) && Object.keys(map).every((key) => /^[.#]/.test(key));
}

/** The one that says most ahead of its star. */
function findPattern(entries: Entries, key: string): string | undefined {
  return Object.keys(entries)
    .filter((pattern) => {
      const [before = '', after, more] = pattern.split('*');
      if (after === undefined || more !== undefined) return false;
      // The star is for something.
      return key.startsWith(before) && key.endsWith(after) && key.length >= pattern.length;
    })
    .toSorted((one, other) => other.indexOf('*') - one.indexOf('*') || other.length - one.length)[0];
}

/** @returns null for what is hidden, undefined for what the conditions leave out. */
function toTarget(target: unknown, middle: string, condition: Condition): string | null | undefined {
  if (typeof target === 'string') return target.replaceAll('*', middle);
  if (target === null) return null;
  const choices = Array.isArray(target)
    ? (target as unknown[])
    : isObject(target)
      ? Object.keys(target)
          .filter((name) => name === condition || name === 'node' || name === 'default')
          .map((name) => target[name])
      : [];
  for (const choice of choices) {
    const found = toTarget(choice, middle, condition);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isObject(value: unknown): value is Entries {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
