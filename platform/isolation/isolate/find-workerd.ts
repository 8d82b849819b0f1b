/** Finds workerd, which the package brings along where there is a build of it for the machine. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { isExecutableFile } from '../find-program.ts';

export type FoundWorkerd =
  | { readonly isFound: true; readonly program: string; readonly version: string }
  | { readonly isFound: false; readonly reason: string };

export function findWorkerd(): FoundWorkerd {
  const require = createRequire(import.meta.url);
  try {
    const entry = require.resolve('workerd');
    const { version } = JSON.parse(readFileSync(join(dirname(entry), '../package.json'), 'utf8')) as {
      version: string;
    };
    const { default: program } = require(entry) as { default: string };
    return isExecutableFile(program)
      ? { isFound: true, program, version }
      : { isFound: false, reason: 'the workerd package has no program that can be run' };
  } catch {
    const machine = `${process.platform} on ${process.arch}`;
    return {
      isFound: false,
      reason: `the optional package workerd is not installed, or has no build for ${machine}: npm install --include=optional`,
    };
  }
}
