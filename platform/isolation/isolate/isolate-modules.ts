/** The platform's own code inside engines: the engine holds it, so that no cold start sends it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isolateFolder } from '../../package-files.ts';

export const mainModule = 'main.js';

/** What every isolate gets, as workerd's loader takes it. */
export function readIsolateModules(): Record<string, unknown> {
  return {
    [mainModule]: `export { bootstrap as default } from './isolate-bootstrap.js';`,
    'isolate-bootstrap.js': readOwn('isolate-bootstrap.js'),
    'common-js.js': readOwn('common-js.js'),
    'require.cjs': { cjs: 'module.exports = (name) => require(name);' },
  };
}

/** @param name - of a compiled file beside this one. */
export function readOwn(name: string): string {
  return readFileSync(join(isolateFolder, name), 'utf8');
}
