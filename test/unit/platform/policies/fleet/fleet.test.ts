import { describe, expect, it } from '@jest/globals';
import { createFixedLifetimePolicies } from '../../../../../platform/policies/fixed-lifetime.ts';
import { createCluster, type ClusterOptions } from '../../../../../platform/policies/fleet/cluster.ts';
import { createFleet, type Fleet } from '../../../../../platform/policies/fleet/fleet.ts';
import type { FleetInstance } from '../../../../../platform/policies/fleet/fleet-instance.ts';
import type { FleetPolicies, NoRoom } from '../../../../../platform/policies/profile-parts.ts';

interface Driven {
  readonly fleet: Fleet<string>;
  readonly told: string[];
  readonly instance: (sequence: number) => FleetInstance<string>;
}

const roomy: ClusterOptions = { nodesMiB: [Infinity], choice: 'firstFit', evicts: false };

/** A fleet whose driver writes down what it is told. */
function drive(policies: Partial<FleetPolicies> = {}, cluster = createCluster(roomy), startMs = 0): Driven {
  const told: string[] = [];
  const instances: FleetInstance<string>[] = [];
  const fleet = createFleet<string>(
    { ...createFixedLifetimePolicies({ lifetimeMs: 1000 }), ...policies },
    100,
    {
      start(instance, reason) {
        instances.push(instance);
        told.push(`start ${instance.sequence}: ${reason}`);
      },
      run: (instance, token, start) => void told.push(`run ${token} in ${instance.sequence}, ${start}`),
      refuse: (token, { reason }) => void told.push(`refuse ${token}: ${reason}`),
      remove: (instance, reason) => void told.push(`remove ${instance.sequence}: ${reason}`),
      pause: (instance) => void told.push(`pause ${instance.sequence}`),
      resume: (instance) => void told.push(`resume ${instance.sequence}`),
      scaled: (from, to, reason) => void told.push(`scale ${from} to ${to}: ${reason}`),
    },
    { cluster, account: { inFlight: 0 }, random: () => 0 },
    startMs,
  );
  const instance = (sequence: number): FleetInstance<string> => {
    const found = instances[sequence];
    if (found === undefined) throw new Error(`no instance ${sequence}`);
    return found;
  };
  return { fleet, told, instance };
}

const lateBinding: NoRoom = { kind: 'wait', starts: 1, reason: 'noRoom' };
const refused = { kind: 'refuse', reason: 'full', status: 503 } as const;
const patient = { capacity: 2, longestMs: 500, full: refused, expired: { ...refused, reason: 'waited' } };

describe('a fleet with early binding', () => {
  it('starts an instance for an invocation, uses it again, and removes it when it has been idle', () => {
    const { fleet, told, instance } = drive();
    fleet.arrive('a', 0);
    fleet.ready(instance(0), 40);
    fleet.complete(instance(0), 50);
    fleet.arrive('b', 60);
    fleet.complete(instance(0), 70);
    expect(fleet.nextWakeMs()).toBe(1050);
    fleet.wake(1050);
    expect(fleet.nextWakeMs()).toBe(1070);
    fleet.wake(1070);
    expect(told).toEqual(['start 0: noneIdle', 'run a in 0, cold', 'run b in 0, warm', 'remove 0: idle']);
    expect(fleet.seen).toMatchObject({ starting: 0, ready: 0, idle: 0, inFlight: 0 });
  });

  it('keeps an invocation for the instance that was started for it, even when another becomes idle first', () => {
    const { fleet, told, instance } = drive();
    fleet.arrive('a', 0);
    fleet.ready(instance(0), 10);
    fleet.arrive('b', 20);
    fleet.complete(instance(0), 30);
    fleet.ready(instance(1), 60);
    expect(told).toEqual(['start 0: noneIdle', 'run a in 0, cold', 'start 1: noneIdle', 'run b in 1, cold']);
  });

  it('forgets an instance that is lost, and counts what it held when that is over', () => {
    const { fleet, instance } = drive();
    fleet.arrive('a', 0);
    fleet.ready(instance(0), 10);
    fleet.lost(instance(0), 20);
    expect(fleet.seen).toMatchObject({ ready: 0, inFlight: 1 });
    fleet.complete(instance(0), 20);
    expect(fleet.seen).toMatchObject({ ready: 0, idle: 0, inFlight: 0 });
  });
});

describe('a fleet with late binding', () => {
  const late = { scaler: { onNoRoom: () => lateBinding }, waiting: patient };

  it('gives what waits to whichever instance is free first', () => {
    const { fleet, told, instance } = drive(late);
    fleet.arrive('a', 0);
    fleet.ready(instance(0), 10);
    fleet.arrive('b', 20);
    fleet.complete(instance(0), 30);
    fleet.ready(instance(1), 60);
    expect(told).toEqual([
      'start 0: noRoom',
      'run a in 0, coldWaiter',
      'start 1: noRoom',
      'run b in 0, warm',
    ]);
    expect(fleet.seen).toMatchObject({ ready: 2, idle: 1, inFlight: 1 });
  });

  it('refuses what the line cannot hold, and what has waited too long', () => {
    const { fleet, told } = drive(late);
    for (const [index, token] of ['a', 'b', 'c'].entries()) fleet.arrive(token, index * 100);
    expect(fleet.nextWakeMs()).toBe(500);
    fleet.wake(500);
    fleet.wake(fleet.nextWakeMs());
    expect(told.filter((line) => line.startsWith('refuse'))).toEqual([
      'refuse c: full',
      'refuse a: waited',
      'refuse b: waited',
    ]);
  });

  it('lets an invocation leave whose caller has gone', () => {
    const { fleet, told, instance } = drive(late);
    fleet.arrive('a', 0);
    fleet.abandon('a', 5);
    fleet.ready(instance(0), 10);
    expect(told).toEqual(['start 0: noRoom']);
    expect(fleet.seen).toMatchObject({ waiting: 0, idle: 1 });
  });

  it('fills an instance up to its concurrency', () => {
    const { fleet, told, instance } = drive({ ...late, instanceConcurrency: 2, routing: 'leastLoaded' });
    fleet.arrive('a', 0);
    fleet.ready(instance(0), 10);
    fleet.arrive('b', 20);
    fleet.arrive('c', 30);
    expect(told.slice(1)).toEqual(['run a in 0, coldWaiter', 'run b in 0, warm', 'start 1: noRoom']);
  });
});

describe('a fleet with a target', () => {
  it('scales out and in by it: idle instances go at once, busy ones when they are done', () => {
    let desired = 3;
    const { fleet, told, instance } = drive({
      scaler: {
        onNoRoom: () => ({ kind: 'wait', starts: 0, reason: 'none' }),
        tickMs: 100,
        onTick: () => ({ desired, reason: 'target' }),
      },
      waiting: patient,
      keepAlive: { onIdle: () => ({ removeAtMs: Infinity, pauseAtMs: Infinity, prewarmAtMs: Infinity }) },
    });
    fleet.wake(100);
    for (const sequence of [0, 1, 2]) fleet.ready(instance(sequence), 150);
    fleet.arrive('a', 160);
    desired = 0;
    fleet.wake(200);
    fleet.complete(instance(2), 250);
    expect(told.slice(3)).toEqual([
      'start 2: target',
      'run a in 2, warm',
      'scale 3 to 0: target',
      'remove 1: scaledIn',
      'remove 0: scaledIn',
      'remove 2: scaledIn',
    ]);
  });
});

describe('the tick of a fleet', () => {
  it('comes once an interval, whatever fraction its clock began with', () => {
    for (let index = 0; index < 2000; index++) {
      const startMs = 1e5 * Math.sin(index) ** 2;
      let ticks = 0;
      const { fleet } = drive(
        {
          scaler: {
            onNoRoom: () => lateBinding,
            tickMs: 2000,
            onTick: () => ({ desired: ticks++ < 0 ? 0 : undefined, reason: 'none' }),
          },
        },
        createCluster(roomy),
        startMs,
      );
      for (let wake = 0; wake < 5; wake++) fleet.wake(fleet.nextWakeMs());
      expect(ticks).toBe(5);
    }
  });
});

describe('fleets that share a node', () => {
  it('evict the least recently used idle instance, all or nothing', () => {
    const cluster = createCluster({ nodesMiB: [250], choice: 'firstFit', evicts: true });
    const one = drive({}, cluster);
    const other = drive({}, cluster);
    one.fleet.arrive('a', 0);
    one.fleet.arrive('b', 0);
    one.fleet.ready(one.instance(0), 10);
    one.fleet.ready(one.instance(1), 10);
    one.fleet.complete(one.instance(1), 20);
    one.fleet.complete(one.instance(0), 30);
    other.fleet.arrive('c', 40);
    expect(one.told.slice(4)).toEqual(['remove 1: memoryPressure']);
    expect(other.told).toEqual(['start 0: noneIdle']);
    other.fleet.arrive('d', 50);
    other.fleet.arrive('e', 60);
    expect(one.told.at(-1)).toBe('remove 0: memoryPressure');
    expect(other.told.at(-1)).toBe('refuse e: noMemory');
  });
});

describe('an idle instance', () => {
  it('is paused before it is removed, and resumed for an invocation', () => {
    const { fleet, told, instance } = drive({
      keepAlive: {
        onIdle: ({ nowMs }) => ({ removeAtMs: nowMs + 1000, pauseAtMs: nowMs + 10, prewarmAtMs: Infinity }),
      },
    });
    fleet.arrive('a', 0);
    fleet.ready(instance(0), 10);
    fleet.complete(instance(0), 20);
    fleet.wake(30);
    fleet.arrive('b', 40);
    fleet.complete(instance(0), 50);
    fleet.wake(60);
    fleet.wake(1050);
    expect(told.slice(2)).toEqual(['pause 0', 'resume 0', 'run b in 0, warm', 'pause 0', 'remove 0: idle']);
  });
});
