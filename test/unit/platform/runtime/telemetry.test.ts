import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  createTelemetryHub,
  readSubscription,
  type Subscription,
  type TelemetryBatch,
  type TelemetryHub,
} from '../../../../platform/runtime/telemetry.ts';
import { createFakeClock, type FakeClock } from '../../../support/fake-clock.ts';

const destination = { protocol: 'HTTP', URI: 'http://sandbox.localdomain:4243/here' };
const read = (fields: object): Subscription | string =>
  readSubscription(JSON.stringify({ types: ['platform'], destination, ...fields }));

describe('a subscription', () => {
  it('names what it wants and where, and has a buffer if it says no more', () => {
    expect(read({ types: ['platform', 'function'] })).toEqual({
      types: ['platform', 'function'],
      port: 4243,
      path: '/here',
      maxItems: 10_000,
      maxBytes: 262_144,
      timeoutMs: 1000,
    });
  });

  it.each<[string, object, string]>([
    ['of nothing', { types: [] }, 'types'],
    ['of another kind', { types: ['weather'] }, 'types'],
    ['by another protocol', { destination: { ...destination, protocol: 'TCP' } }, 'destination.protocol'],
    ['to another machine', { destination: { ...destination, URI: 'http://10.0.0.1:80' } }, 'destination.URI'],
    ['with too small a buffer', { buffering: { maxItems: 10 } }, 'buffering.maxItems'],
    ['with too long a wait', { buffering: { timeoutMs: 60_000 } }, 'buffering.timeoutMs'],
  ])('%s is refused', (_, fields, place) => {
    expect(read(fields)).toMatch(new RegExp(`^${place}: expected`));
  });

  it('that is no JSON is refused', () => {
    expect(readSubscription('{')).toBe('the body is not JSON');
  });
});

describe('what is told to subscribers', () => {
  let clock: FakeClock;
  let hub: TelemetryHub;
  let taken: TelemetryBatch[];
  const event = (record: string): { time: string; type: string; record: string } => ({
    time: '',
    type: 't',
    record,
  });
  const take = (): void => hub.next((batch) => taken.push(batch));
  const records = (): unknown[] => taken.map(({ events }) => events.map(({ record }) => record));
  const subscription: Subscription = {
    types: ['platform'],
    port: 1,
    path: '/',
    maxItems: 2,
    maxBytes: 1000,
    timeoutMs: 100,
  };
  beforeEach(() => {
    clock = createFakeClock();
    hub = createTelemetryHub(clock);
    taken = [];
  });

  it('is what they asked for, what was before them included, when the time is over', async () => {
    hub.add('platform', event('before'));
    hub.add('function', event('not asked for'));
    hub.subscribe(subscription);
    take();
    await clock.advance(99);
    expect(taken).toEqual([]);
    await clock.advance(1);
    expect(records()).toEqual([['before']]);
  });

  it.each<[string, Partial<Subscription>, string]>([
    ['items', {}, 'b'],
    ['bytes', { maxItems: 10 }, 'b'.repeat(1000)],
  ])('comes at once when the buffer is full of %s', (_, fields, last) => {
    hub.subscribe({ ...subscription, ...fields });
    hub.add('platform', event('a'));
    hub.add('platform', event(last));
    take();
    expect(records()).toEqual([['a', last]]);
    expect(clock.pending()).toBe(0);
  });

  it('comes at once at the end', () => {
    hub.subscribe(subscription);
    hub.add('platform', event('a'));
    take();
    hub.flush();
    expect(records()).toEqual([['a']]);
  });

  it('comes batch by batch', () => {
    hub.subscribe({ ...subscription, maxItems: 1 });
    for (const record of ['a', 'b']) hub.add('platform', event(record));
    take();
    expect(records()).toEqual([['a']]);
    take();
    expect(records()).toEqual([['a'], ['b']]);
  });
});
