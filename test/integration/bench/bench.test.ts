/** The benchmarks run, and what they write has the fields that others read. Their figures are not looked at. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { packageRoot } from '../../../harness/contract/package-root.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faasmark-bench-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function runQuick(name: string): Promise<Record<string, unknown>> {
  const file = join(folder, `${name}.json`);
  const main = join(packageRoot, 'dist', 'test', 'bench', 'main.js');
  await promisify(execFile)(process.execPath, [main, name, '--quick', '--json', file]);
  return JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
}

const number: unknown = expect.any(Number);
/** Null where the machine has no such tool. */
const numberOrNull: unknown = {
  asymmetricMatch: (value: unknown) => value === null || typeof value === 'number',
};

const zeroOrNull: unknown = {
  asymmetricMatch: (value: unknown) => value === null || value === 0,
};

const fieldsOf: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'load-closed': {
    ratio: expect.objectContaining({ wrk: numberOrNull, autocannon: numberOrNull, k6: numberOrNull }),
    requestsPerSecond: expect.objectContaining({ native: { 50: number } }),
  },
  'load-open': {
    rateErrorPercent: number,
    sendDelayP99Us: number,
    ksP: number,
    tools: expect.objectContaining({
      native: {
        10000: expect.objectContaining({
          deviationP50Us: number,
          deviationP99Us: number,
          cpuMicrosPerRequest: number,
        }),
      },
      'native-poisson': { 10000: expect.objectContaining({ ksP: number }) },
    }),
  },
  functions: {
    profiles: expect.objectContaining({
      'noop in nodejs': {
        initMs: number,
        handlerMs: { test: number, small: number, large: number },
        processorMs: { test: number, small: number, large: number },
        memoryMiB: number,
        wrongOutputs: 0,
      },
    }),
  },
  'load-stall': {
    p99ErrorPercent: number,
    tools: expect.objectContaining({
      native: expect.objectContaining({ p50Ms: number, p99Ms: number, p999Ms: number }),
    }),
  },
  influx: { lost: zeroOrNull, doubled: zeroOrNull, ratio: { sendDelayP99: numberOrNull } },
  'load-record': { nanosPerInvocation: number, bytesPerInvocation: number },
  'load-scale': { memoryMiB: { 10: number, 100: number }, lost: 0 },
  coldstart: {
    ratio: expect.objectContaining({ process: number, burst: number }),
    prewarmedMs: number,
    idleInstanceMiB: numberOrNull,
    thousandFunctionsMiB: number,
  },
  simulate: {
    invocationsPerSecond: number,
    invocationsPerSecondKpa: number,
    perCpuSecond: expect.objectContaining({ fixed: number, kpa: number }),
    ratio: { simfaas: numberOrNull },
    traceSeconds: number,
    traceMiB: number,
  },
  'load-soak': { rssSlopeMiBPerMinute: number, lost: 0, duplicated: 0 },
};

describe('the benchmarks', () => {
  it.each(Object.entries(fieldsOf))('%s writes its figures and its conditions', async (name, fields) => {
    expect(await runQuick(name)).toMatchObject({
      bench: name,
      quick: true,
      conditions: { cores: number, loadAverage: number, node: process.versions.node },
      missing: expect.any(Array),
      failed: {},
      figures: expect.any(Array),
      ...fields,
    });
  });
});
