import { expect, it } from '@jest/globals';
import type { FunctionRevision } from '../../../../../platform/control/function-revision.ts';
import type { SandboxExit } from '../../../../../platform/isolation/backend.ts';
import {
  createHeldContainers,
  type HeldContainer,
  type HeldContainers,
} from '../../../../../platform/isolation/container/held-containers.ts';

interface Order {
  finish(container: HeldContainer): void;
  fail(error: Error): void;
}

const revision = { name: 'f', version: '$LATEST', revisionId: 'one' } as FunctionRevision;

/** Containers that are made when the test says so; what is to be done later is done at once. */
function hold(): { readonly held: HeldContainers<HeldContainer>; readonly orders: Order[] } {
  const orders: Order[] = [];
  const held = createHeldContainers({
    make: () => new Promise<HeldContainer>((finish, fail) => orders.push({ finish, fail })),
    later: (action) => action(),
    onError: () => undefined,
  });
  return { held, orders };
}

function createContainer(): HeldContainer {
  return { exit: new Promise<SandboxExit>(() => undefined), destroy: () => Promise.resolve() };
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('gives one that is ready, and makes another in its place', async () => {
  const { held, orders } = hold();
  held.keepReady(revision, 1);
  const container = createContainer();
  orders[0]?.finish(container);
  await settle();
  expect(await held.take(revision)).toBe(container);
  expect(orders).toHaveLength(2);
});

it('gives one that is on its way, once', async () => {
  const { held, orders } = hold();
  held.keepReady(revision, 1);
  const first = held.take(revision);
  const second = held.take(revision);
  const containers = [createContainer(), createContainer()] as const;
  orders[0]?.finish(containers[0]);
  orders[1]?.finish(containers[1]);
  expect(await first).toBe(containers[0]);
  expect(await second).toBe(containers[1]);
  expect(orders).toHaveLength(3);
});

it('gives none when the one on its way does not come', async () => {
  const { held, orders } = hold();
  held.keepReady(revision, 1);
  const taken = held.take(revision);
  orders[0]?.fail(new Error('no room'));
  expect(await taken).toBeUndefined();
});

it('gives none of a function that wants none, or of another revision', async () => {
  const { held } = hold();
  expect(await held.take(revision)).toBeUndefined();
  held.keepReady({ ...revision, revisionId: 'two' }, 1);
  expect(await held.take(revision)).toBeUndefined();
});
