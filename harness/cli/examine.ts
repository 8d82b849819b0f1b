/** What `faasmark doctor` looks at: each finding says what was found and, where something is missing, what to do. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, statfs } from 'node:fs/promises';
import { availableParallelism, freemem, tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPlatform } from '../../platform/start-platform.ts';
import { messageOf } from '../contract/errors.ts';

export interface Finding {
  readonly state: 'good' | 'limited' | 'bad';
  readonly subject: string;
  readonly text: string;
}

/** As the platform's `/admin/machine` tells it. */
interface Machine {
  readonly isolation: readonly ({ readonly level: string } & (Available<'madeOf'> | Missing))[];
  readonly runtimes: readonly ({ readonly runtime: string } & (Available<'runBy'> | Missing))[];
}

type Available<By extends string> = { readonly available: true } & Readonly<Record<By, string>>;

interface Missing {
  readonly available: false;
  readonly reason: string;
}

const leastNode = [20, 19] as const;
const leastFreeMiB = 1024;

export async function examine(): Promise<Finding[]> {
  return [examineNode(), examineProcessor(), await examineDisk(), ...(await examinePlatform())];
}

function examineNode(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const isEnough = major > leastNode[0] || (major === leastNode[0] && minor >= leastNode[1]);
  return {
    state: isEnough ? 'good' : 'bad',
    subject: 'Node.js',
    text: isEnough
      ? process.versions.node
      : `${process.versions.node}; it needs ${leastNode.join('.')} or later`,
  };
}

function examineProcessor(): Finding {
  const cores = availableParallelism();
  const freeMiB = Math.round(freemem() / 2 ** 20);
  const text = `${cores} cores, ${freeMiB} MiB of memory free`;
  if (cores < 2) {
    return {
      state: 'limited',
      subject: 'processor',
      text: `${text}; generator and platform share one core: watch the send delay`,
    };
  }
  if (freeMiB < leastFreeMiB) {
    return { state: 'limited', subject: 'processor', text: `${text}; an instance takes about 45 MiB` };
  }
  return { state: 'good', subject: 'processor', text };
}

async function examineDisk(): Promise<Finding> {
  const probe = join(tmpdir(), `faasmark-doctor-${randomUUID()}-`);
  try {
    const folder = await mkdtemp(probe);
    const { bavail, bsize } = await statfs(folder);
    await rm(folder, { recursive: true });
    return {
      state: 'good',
      subject: 'disk',
      text: `${Math.round((bavail * bsize) / 2 ** 20)} MiB free for ${tmpdir()}`,
    };
  } catch (error) {
    return {
      state: 'bad',
      subject: 'disk',
      text: `cannot write to ${tmpdir()}: ${messageOf(error)}; set TMPDIR`,
    };
  }
}

/** Starts the platform once: that it starts and answers on loopback is itself a finding. */
async function examinePlatform(): Promise<Finding[]> {
  try {
    const platform = await startPlatform({ port: 0 });
    try {
      const response = await fetch(`${platform.endpoint}/admin/machine`);
      const { isolation, runtimes } = (await response.json()) as Machine;
      return [
        {
          state: 'good',
          subject: 'platform',
          text: `starts and answers at ${new URL(platform.endpoint).hostname}`,
        },
        ...isolation.map((one) => toFinding(`isolation ${one.level}`, one.available ? one.madeOf : one)),
        ...groupRuntimes(runtimes).map(([names, by]) => toFinding(`runtime ${names}`, by)),
      ];
    } finally {
      await platform.close();
    }
  } catch (error) {
    return [{ state: 'bad', subject: 'platform', text: `does not start: ${messageOf(error)}` }];
  }
}

/** One line for all runtimes that are run by the same, or missing for the same reason. */
function groupRuntimes(runtimes: Machine['runtimes']): [string, string | Missing][] {
  const groups = new Map<string, { readonly names: string[]; readonly by: string | Missing }>();
  for (const one of runtimes) {
    const family = one.runtime.replace(/[\d.].*$/, '');
    const by = one.available ? one.runBy : one;
    const key = `${family} ${one.available ? one.runBy : one.reason.replace(one.runtime, family)}`;
    const group = groups.get(key) ?? { names: [], by };
    groups.set(key, group);
    group.names.push(one.runtime);
  }
  return [...groups.values()].map(({ names, by }) => [toRange(names), by]);
}

function toRange(names: readonly string[]): string {
  const [first = '', ...rest] = names;
  return rest.length === 0 ? first : `${first} to ${rest.at(-1)}`;
}

function toFinding(subject: string, found: string | Missing): Finding {
  return typeof found === 'string'
    ? { state: 'good', subject, text: found }
    : { state: 'limited', subject, text: found.reason };
}
