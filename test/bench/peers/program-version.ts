/** What a program says of its version. */
import { spawnSync } from 'node:child_process';

/** Some tools exit with an error after printing it. */
export function programVersion(path: string, args: readonly string[], pattern: RegExp): string {
  const { stdout, stderr } = spawnSync(path, args, { encoding: 'utf8', timeout: 5000 });
  return pattern.exec(`${stdout}${stderr}`)?.[1] ?? '(version unknown)';
}
