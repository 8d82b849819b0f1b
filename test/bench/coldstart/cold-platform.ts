/** The platform with cold starts to be had: what is idle is removed at once, and the next invocation starts anew. */
import { setTimeout as delay } from 'node:timers/promises';
import { DeleteFunctionCommand } from '@aws-sdk/client-lambda';
import type { InstanceRecord } from '../../../platform/instances/instance-records.ts';
import type { SandboxOrigin } from '../../../platform/isolation/backend.ts';
import type { PlatformOptions } from '../../../platform/start-platform.ts';
import { createFunction, type TestFunction } from '../../support/lambda-client.ts';
import type { Pinning } from '../pinning.ts';
import { type PlatformTarget, startPlatformTarget } from '../platform-target.ts';
import type { Scope } from '../scope.ts';
import { timeRequest } from './time-request.ts';

export interface ColdStart {
  /** From the sending of the request to the head of its answer. */
  readonly tookMs: number;
  /** As the platform states it; NaN where it states none. */
  readonly initMs: number;
  readonly origin: SandboxOrigin;
}

export interface ColdPlatform extends PlatformTarget {
  deploy(name: string, fields: TestFunction): Promise<void>;
  remove(name: string): Promise<void>;
  /**
   * Invokes a function that has no instance; resolves when the one that it got is gone.
   *
   * @param path - Default: the plain route.
   * @throws Error when it has served another invocation.
   */
  start(name: string, path?: string): Promise<ColdStart>;
  /** Resolves, when every instance of a function is gone, to how many there have been. */
  whenRemoved(name: string): Promise<number>;
}

const pollMs = 5;

export async function startColdPlatform(
  options: PlatformOptions,
  pinning: Pinning,
  scope: Scope,
): Promise<ColdPlatform> {
  const target = await startPlatformTarget({ idleLifetimeMs: 1, ...options }, pinning, scope);

  async function readInstances(name: string): Promise<readonly InstanceRecord[]> {
    const response = await fetch(`${target.endpoint}/admin/instances?function=${name}`);
    return ((await response.json()) as { readonly instances: readonly InstanceRecord[] }).instances;
  }

  async function readRemoved(name: string): Promise<readonly InstanceRecord[]> {
    for (;;) {
      const instances = await readInstances(name);
      if (instances.every(({ state }) => state === 'removed')) return instances;
      await delay(pollMs);
    }
  }

  return {
    ...target,
    deploy: (name, fields) => createFunction(target.client, name, fields),
    remove: async (name) =>
      void (await target.client.send(new DeleteFunctionCommand({ FunctionName: name }))),
    async start(name, path = `/function/${name}`) {
      const { tookMs, headers } = await timeRequest(`${target.endpoint}${path}`);
      const instance = (await readRemoved(name)).at(-1);
      const origin = instance?.origin ?? null;
      if (origin === null || instance?.invocations !== 1) throw new Error(`${name} did not start anew`);
      return { tookMs, initMs: Number(headers['x-faas-init-duration-ms'] ?? Number.NaN), origin };
    },
    whenRemoved: async (name) => (await readRemoved(name)).length,
  };
}
