import { beforeEach, describe, expect, it } from '@jest/globals';
import type { DataStore } from '../../../../platform/storage/data-store.ts';
import { createTimers, type Timers } from '../../../../platform/timers/timers.ts';
import { createFakeClock, type FakeClock } from '../../../support/fake-clock.ts';
import { createLastingStore } from '../../../support/lasting-store.ts';

let clock: FakeClock;
let store: DataStore;
let timers: Timers;
/** What was sent, and when, in seconds. */
let sent: { readonly at: number; readonly name: string; readonly event: unknown }[];

function start(): void {
  timers = createTimers(clock, store, {
    pass: (name, { payload }) => {
      sent.push({ at: clock.now() / 1000, name, event: JSON.parse(payload.toString()) as unknown });
    },
  });
  timers.restore();
}

// It is 2026-11-24T08:00:00Z.
beforeEach(() => {
  clock = createFakeClock();
  store = createLastingStore();
  sent = [];
  start();
});

const target = { name: 'f', qualifier: undefined };
const minute = 60_000;
const times = (): number[] => sent.map(({ at }) => at);

describe('a timer', () => {
  it('sends the event of a schedule, as EventBridge does', async () => {
    timers.put('often', { target, schedule: 'rate(1 minute)' });
    await clock.advance(2 * minute);
    expect(times()).toEqual([60, 120]);
    expect(sent[0]).toMatchObject({
      name: 'f',
      event: {
        version: '0',
        'detail-type': 'Scheduled Event',
        source: 'aws.events',
        account: '000000000000',
        time: '2026-11-24T08:01:00Z',
        region: 'us-east-1',
        resources: ['arn:aws:events:us-east-1:000000000000:rule/often'],
        detail: {},
      },
    });
  });

  it('is one of a thousand at most', () => {
    for (let at = 0; at < 1000; at++) timers.put(`t${at}`, { target, schedule: 'rate(1 day)' });
    expect(() => timers.put('one-more', { target, schedule: 'rate(1 day)' })).toThrow(
      'There are 1000 timers',
    );
    expect(timers.put('t0', { target, schedule: 'rate(2 days)' }).schedule).toBe('rate(2 days)');
  });

  it('sends its own input instead, if it has one', async () => {
    timers.put('own', { target, schedule: 'cron(5 8 * * ? *)', input: null });
    await clock.advance(10 * minute);
    expect(sent).toEqual([{ at: 300, name: 'f', event: null }]);
  });

  it('for one date is over when it has come', async () => {
    timers.put('once', { target, schedule: 'at(2026-11-24T08:10:00)' });
    await clock.advance(24 * 60 * minute);
    expect(times()).toEqual([600]);
    expect(timers.find('once')?.nextAtMs).toBeUndefined();
    expect(clock.pending()).toBe(0);
  });

  it('is replaced by one of the same name, and silent when it is deleted', async () => {
    timers.put('t', { target, schedule: 'rate(1 minute)' });
    timers.put('t', { target, schedule: 'rate(2 minutes)' });
    await clock.advance(2 * minute);
    expect(times()).toEqual([120]);
    expect([timers.delete('t'), timers.delete('t')]).toEqual([true, false]);
    await clock.advance(60 * minute);
    expect([times(), clock.pending(), timers.list()]).toEqual([[120], 0, []]);
  });

  it.each(['at(2026-11-24T08:00:00)', 'cron(0 0 30 2 ? *)'])(
    'that would never ring is refused: %s',
    (schedule) => {
      expect(() => timers.put('t', { target, schedule })).toThrow('has no instant that is still to come');
      expect(timers.list()).toEqual([]);
    },
  );

  it('makes up for one of the instants that passed while no platform ran, and keeps to its grid', async () => {
    timers.put('t', { target, schedule: 'rate(10 minutes)' });
    timers.put('once', { target, schedule: 'at(2026-11-24T08:15:00)', input: 'once' });
    timers.close();
    await clock.advance(35 * minute);
    expect(sent).toEqual([]);
    start();
    await clock.advance(10 * minute);
    expect(sent.map(({ at, event }) => [at / 60, (event as { time?: string }).time ?? event])).toEqual([
      [35, 'once'],
      [35, '2026-11-24T08:10:00Z'],
      [40, '2026-11-24T08:40:00Z'],
    ]);
  });

  it('waits for longer than a timer of the clock can', async () => {
    timers.put('far', { target, schedule: 'cron(0 0 1 1 ? 2028)' });
    const short = {
      ...clock,
      after: (delayMs: number, action: () => void) => clock.after(Math.min(delayMs, 1e9), action),
    };
    timers.close();
    timers = createTimers(short, store, {
      pass: (name) => void sent.push({ at: clock.epochMs(), name, event: 0 }),
    });
    timers.restore();
    await clock.advance(500 * 24 * 60 * minute);
    expect(times()).toEqual([Date.UTC(2028, 0, 1)]);
  });
});
