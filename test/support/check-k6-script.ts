/**
 * Type-checks k6 scripts with the real compiler, in a project of its own: the types of k6 put globals such as `open` into
 * every file they are seen from.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../harness/contract/package-root.ts';

/** All at once: starting the compiler takes longer than checking. @returns its complaints; empty when there are none. */
export function checkK6Scripts(scripts: Readonly<Record<string, string>>): string {
  const cache = join(packageRoot, '.cache');
  mkdirSync(cache, { recursive: true });
  // Inside the package, where the types of k6 are found.
  const folder = mkdtempSync(join(cache, 'k6-scripts-'));
  try {
    for (const [name, script] of Object.entries(scripts)) writeFileSync(join(folder, `${name}.ts`), script);
    const project = {
      extends: join(packageRoot, 'test', 'support', 'k6-types', 'tsconfig.json'),
      files: Object.keys(scripts).map((name) => `${name}.ts`),
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(project));
    const compiler = join(packageRoot, 'node_modules', 'typescript', 'bin', 'tsc');
    const { stdout, stderr } = spawnSync(process.execPath, [compiler, '--project', folder], {
      encoding: 'utf8',
    });
    return `${stdout}${stderr}`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
