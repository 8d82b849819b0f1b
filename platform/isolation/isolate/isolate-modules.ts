/** The platform's own code inside engines: the engine holds it, so that no cold start sends it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isolateFolder, runtimeFolder } from '../../package-files.ts';

export const mainModule = 'main.js';

/** Compiled files that run inside isolates. */
const own = [
  'isolate-bootstrap.js',
  'isolate-globals.js',
  'isolate-log.js',
  'function-error.js',
  'load-handler.js',
  'common-js.js',
  'resolve-path.js',
  'package-exports.js',
  'streaming.js',
];
/** What the other levels' runtime has, too. */
const shared = ['node-json-log.mjs', 'node-response-stream.mjs'];

/** What every isolate gets, as workerd's loader takes it. */
export function readIsolateModules(): Record<string, unknown> {
  return {
    [mainModule]: `export { bootstrap as default } from './isolate-bootstrap.js';`,
    ...Object.fromEntries(own.map((name) => [name, readOwn(name)])),
    ...Object.fromEntries(
      shared.map((name) => [name, { js: readFileSync(join(runtimeFolder, name), 'utf8') }]),
    ),
    'require.cjs': { cjs: 'module.exports = (name) => require(name);' },
  };
}

/** @param name - of a compiled file beside this one. */
export function readOwn(name: string): string {
  return readFileSync(join(isolateFolder, name), 'utf8');
}
