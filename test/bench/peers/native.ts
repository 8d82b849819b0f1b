/** Our own engine. */
import { fileURLToPath } from 'node:url';
import { compiledModule, packageRoot } from '../../../harness/contract/package-root.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from '../pinning.ts';
import type { NativeOrder, NativeReport } from '../processes/native-order.ts';
import type { FoundPeer } from './peer.ts';

export const native: FoundPeer = {
  name: 'native',
  version: readVersion(),
  closed: ({ url, connections, seconds }) =>
    toNativeCommand({ url, load: { model: 'closed', connections, seconds } }),
  open: ({ url, ratePerSecond, seconds }) =>
    toNativeCommand({
      url,
      load: { model: 'open', arrivals: { kind: 'constant', ratePerSecond, durationMs: seconds * 1000 } },
    }),
  read: readNative,
};

export function toNativeCommand(order: NativeOrder): Command {
  const script = fileURLToPath(compiledModule(import.meta.url, '../processes/native-process.ts'));
  return { file: process.execPath, args: [script, JSON.stringify(order)] };
}

export function readNative(stdout: string): NativeReport {
  return JSON.parse(stdout) as NativeReport;
}

function readVersion(): string {
  const { version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as {
    version: string;
  };
  return version;
}
