/** undici, the client inside Node.js, at its lowest level and in a script of ours: it is a library and no tool. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { compiledModule } from '../../../harness/contract/package-root.ts';
import type { Peer, Reading } from './peer.ts';

export const undici: Peer = {
  name: 'undici',
  find: () => ({
    name: 'undici',
    version: readVersion(),
    closed: (order) => ({
      file: process.execPath,
      args: [
        fileURLToPath(compiledModule(import.meta.url, '../processes/undici-process.ts')),
        JSON.stringify(order),
      ],
    }),
    read: (stdout) => JSON.parse(stdout) as Reading,
  }),
};

function readVersion(): string {
  const file = createRequire(import.meta.url).resolve('undici/package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string }).version;
}
