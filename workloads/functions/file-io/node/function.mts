/** Writes many small files, reads them back and deletes them. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toText } from '../../shared/node/seeded.mts';

interface Event {
  readonly files: number;
  readonly bytes: number;
  readonly seed: number;
}

export function handle(event: Event): { files: number; bytes: number; sha256: string } {
  const folder = mkdtempSync(join(tmpdir(), 'file-io-'));
  try {
    for (const [at, content] of toContents(event)) writeFileSync(join(folder, String(at)), content);
    const hash = createHash('sha256');
    for (let at = 0; at < event.files; at++) hash.update(readFileSync(join(folder, String(at))));
    return { files: event.files, bytes: event.bytes, sha256: hash.digest('hex') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What must have been read. */
export function digestOf(event: Event): string {
  const hash = createHash('sha256');
  for (const [, content] of toContents(event)) hash.update(content);
  return hash.digest('hex');
}

/** The same random text in each, after its number: making it costs little beside writing it. */
function* toContents({ files, bytes, seed }: Event): Generator<[number, string]> {
  const text = toText(bytes, seed);
  for (let at = 0; at < files; at++) yield [at, `${at}${text}`.slice(0, bytes)];
}
