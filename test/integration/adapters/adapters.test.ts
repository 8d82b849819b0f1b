import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connectProvider } from '../../../adapters/registry.ts';
import { createMonotonicClock } from '../../../harness/contract/clock.ts';
import type { FaasmarkError } from '../../../harness/contract/errors.ts';
import { toInvocations } from '../../../harness/contract/invocation-batch.ts';
import type { Invocation } from '../../../harness/contract/invocation.ts';
import {
  type AdapterContext,
  type Deployment,
  type FunctionSpec,
  type Provider,
  forcesColdStart,
  listsInstances,
} from '../../../harness/contract/provider.ts';
import { createNativeEngine } from '../../../harness/load/native-engine.ts';
import { createSchedule } from '../../../workloads/arrivals/create-schedule.ts';
import { findFunction } from '../../support/catalog-functions.ts';
import { packageFunction } from '../../../workloads/package-function.ts';

const clock = createMonotonicClock();
const { signal } = new AbortController();
const lost: FaasmarkError[] = [];
const context: AdapterContext = {
  clock,
  runId: '20261124-084210-test',
  environment: {},
  lost: (error) => lost.push(error),
};

const spec: FunctionSpec = {
  name: 'hello',
  code: { kind: 'package', ...(await packageFunction(findFunction('noop'), 'nodejs')) },
  memoryMiB: 256,
  timeoutMs: 5000,
  environment: {},
  event: '{}',
  expectedOutput: { done: true },
};

async function invoke({ target }: Deployment): Promise<Invocation | undefined> {
  const invocations: Invocation[] = [];
  const engine = createNativeEngine({
    clock,
    onBatch: (batch) => invocations.push(...toInvocations(batch)),
    onSample: () => undefined,
  });
  const schedule = createSchedule({ kind: 'burst', count: 1 }, 1);
  const load = { model: 'open', schedule } as const;
  await engine.play([{ phase: 'p', function: 'hello', repetition: 0, target, load }], signal);
  await engine.close();
  return invocations[0];
}

let platform: Provider;
beforeAll(async () => {
  const config = { id: 'reference', instanceKeepAliveMs: 60_000, accountConcurrency: 10 } as const;
  platform = await connectProvider(config, context, signal);
});
afterAll(() => platform.close());

it('starts the reference platform with any profile, also one whose instances have no lifetime', async () => {
  const config = { id: 'reference', profile: 'knative-kpa', timeScale: 60 } as const;
  const started = await connectProvider(config, context, signal);
  expect(started.description.endpoint).toMatch(/^http:/);
  await started.close();
});

describe.each([
  ['reference', (): Promise<Provider> => Promise.resolve(platform)],
  [
    'reference, joined',
    (): Promise<Provider> =>
      connectProvider(
        {
          id: 'reference',
          endpoint: platform.description.endpoint,
          instanceKeepAliveMs: 1,
          accountConcurrency: 1,
        },
        context,
        signal,
      ),
  ],
  [
    'aws-lambda, on the reference platform by endpoint',
    (): Promise<Provider> =>
      connectProvider(
        {
          id: 'aws-lambda',
          region: 'us-east-1',
          endpoint: platform.description.endpoint,
          architecture: process.arch === 'arm64' ? 'arm64' : 'x86_64',
        },
        context,
        signal,
      ),
  ],
])('the adapter %s', (_, connect) => {
  it('deploys, tells a forced cold start from a warm one with its telemetry, and removes', async () => {
    const provider = await connect();
    const deployment = await provider.deploy(spec, signal);
    expect(deployment.deployDurationMs).toBeGreaterThan(0);

    const first = await invoke(deployment);
    expect(first).toMatchObject({ outcome: 'ok', start: 'cold', evidence: 'probe', error: undefined });
    expect(first?.initDurationMs).toBeGreaterThan(0);
    expect(first?.billedDurationMs).toBeGreaterThanOrEqual(Math.floor(first?.initDurationMs ?? 0));

    const second = await invoke(deployment);
    expect(second).toMatchObject({ outcome: 'ok', start: 'warm', instance: first?.instance });
    expect(second?.billedDurationMs).toBeLessThan(first?.billedDurationMs ?? 0);

    if (!forcesColdStart(deployment)) throw new Error('cannot force a cold start');
    await deployment.forceColdStart(signal);
    const third = await invoke(deployment);
    expect(third?.start).toBe('cold');
    expect(third?.instance).not.toBe(first?.instance);

    await deployment.remove();
    await deployment.remove();
    expect((await invoke(deployment))?.outcome).toBe('failed');
  });
});

describe('the adapter reference', () => {
  it('lists the instances that lived, on the clock of the run', async () => {
    const before = clock.now();
    const deployment = await platform.deploy(spec, signal);
    await invoke(deployment);
    if (!listsInstances(deployment)) throw new Error('cannot list instances');
    const instances = await deployment.listInstances(signal);
    const instance = instances.find(({ removedAt }) => removedAt === undefined);
    // The two clocks are read a moment apart.
    const tolerance = 5e6;
    expect(instance).toMatchObject({ function: 'hello', isolation: 'process' });
    expect(instance?.requestedAt).toBeGreaterThan(before - tolerance);
    expect(instance?.readyAt).toBeGreaterThan(instance?.requestedAt ?? 0);
    expect(instance?.readyAt).toBeLessThan(clock.now() + tolerance);
    expect(instance?.busyMs).toBeGreaterThan(0);
    await deployment.remove();
  });

  it('has lost nothing', () => {
    expect(lost).toEqual([]);
  });
});

describe('faults of the adapter reference', () => {
  it('are met by the function that they are declared for, and end with the run', async () => {
    const { endpoint } = platform.description;
    const joined = await connectProvider(
      {
        id: 'reference',
        endpoint,
        instanceKeepAliveMs: 1,
        accountConcurrency: 1,
        faults: { seed: 1, faults: [], functions: { hello: [{ kind: 'throttle' }] } },
      },
      context,
      signal,
    );
    const deployment = await joined.deploy(spec, signal);
    expect(await invoke(deployment)).toMatchObject({ outcome: 'throttled' });
    await deployment.remove();
    await joined.close();
    const left: unknown = await (await fetch(new URL('/admin/faults', endpoint))).json();
    expect(left).toEqual({ seed: 1, faults: [], functions: {} });
  });
});
