/** Machines that run all month, to compare with: what they cost and what they can carry. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { FaasmarkError } from '../../contract/errors.ts';
import { packageRoot } from '../../contract/package-root.ts';

/** On demand, in US dollars without tax. */
export interface Machine {
  readonly name: string;
  readonly kind: 'virtual machine' | 'container service' | 'platform';
  readonly architecture: 'x86_64' | 'arm64';
  readonly cores: number;
  readonly memoryMiB: number;
  readonly usdPerHour: number;
  readonly source: string;
  /** Null: not on record. */
  readonly readAt: string | null;
  /** What no public source settled. */
  readonly doubt?: string | undefined;
}

const machine: z.ZodType<Machine> = z.strictObject({
  name: z.string().min(1),
  kind: z.enum(['virtual machine', 'container service', 'platform']),
  architecture: z.enum(['x86_64', 'arm64']),
  cores: z.number().positive(),
  memoryMiB: z.number().positive(),
  usdPerHour: z.number().positive(),
  source: z.string().min(1),
  readAt: z.string().nullable(),
  doubt: z.string().optional(),
});

const file = z.strictObject({
  schema: z.literal('faasmark/machines/1'),
  region: z.string(),
  machines: z.array(machine),
});

/** The list does not change while the process lives. */
let known: readonly Machine[] | undefined;

/** @throws FaasmarkError `PRICES_INVALID`. */
export function loadMachines(): readonly Machine[] {
  known ??= parse(readFileSync(join(packageRoot, 'harness/analyze/cost/always-on.json'), 'utf8'));
  return known;
}

/** Of the same architecture; x86_64 for one that is neither. */
export function alwaysOnMachines(architecture: string): readonly Machine[] {
  const wanted = architecture === 'arm64' ? 'arm64' : 'x86_64';
  return loadMachines().filter((one) => one.architecture === wanted);
}

function parse(text: string): readonly Machine[] {
  const parsed = file.safeParse(JSON.parse(text));
  if (parsed.success) return parsed.data.machines;
  throw new FaasmarkError(
    'PRICES_INVALID',
    `always-on.json is no list of machines: ${z.prettifyError(parsed.error)}`,
  );
}
