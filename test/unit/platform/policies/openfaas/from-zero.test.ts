import { describe, expect, it } from '@jest/globals';
import {
  decideFromZero,
  type FromZeroEvent,
  type FromZeroState,
  isCacheFresh,
  defaultFromZeroLimits,
  type ReplicaAnswer,
} from '../../../../../platform/policies/openfaas/index.ts';

const zero: ReplicaAnswer = { replicas: 0, availableReplicas: 0, minReplicas: 0 };
const wanted: ReplicaAnswer = { ...zero, replicas: 1 };
const available: ReplicaAnswer = { ...wanted, availableReplicas: 1 };
const answer = (of: ReplicaAnswer): FromZeroEvent => ({ kind: 'answer', answer: of });
const call: FromZeroEvent = { kind: 'call', cache: undefined };
const failed: FromZeroEvent = { kind: 'failed' };
const wasSet: FromZeroEvent = { kind: 'wasSet' };

function play(events: readonly FromZeroEvent[], limits = defaultFromZeroLimits): string[] {
  let state: FromZeroState = { kind: 'begin' };
  return events.map((event) => {
    const decision = decideFromZero(state, event, 0, limits);
    switch (decision.kind) {
      case 'ask':
        ({ state } = decision);
        return `ask after ${decision.afterMs} ${decision.reason}`;
      case 'set':
        ({ state } = decision);
        return `set ${decision.replicas}`;
      case 'forward':
        return `forward ${decision.reason}`;
      case 'refuse':
        return `${decision.status} ${decision.reason}`;
    }
  });
}

describe("a call at OpenFaaS's gateway", () => {
  it.each([
    ['of a replica that was there a moment ago goes on', available, 250, 'forward'],
    ['asks when that is too long ago', available, 251, 'ask'],
    ['asks when there was none', zero, 0, 'ask'],
  ])('%s', (_, cached, nowMs, kind) => {
    const cache = { answer: cached, atMs: 0 };
    expect(decideFromZero({ kind: 'begin' }, { kind: 'call', cache }, nowMs).kind).toBe(kind);
  });

  it('believes an answer for a quarter of a second', () => {
    expect(isCacheFresh({ answer: zero, atMs: 1000 }, 1250)).toBe(true);
  });

  it.each<[string, FromZeroEvent[], string[]]>([
    [
      'goes on when a replica is there',
      [call, answer(available)],
      ['ask after 0 notCached', 'forward available'],
    ],
    ['is refused for an unknown function', [call, failed], ['ask after 0 notCached', '404 unknown']],
    [
      'scales from zero',
      [call, answer(zero), answer(zero), wasSet, answer(wanted), answer(available)],
      [
        'ask after 0 notCached',
        'ask after 0 noneWanted',
        'set 1',
        'ask after 0 notAvailable',
        'ask after 100 notAvailable',
        'forward available',
      ],
    ],
    [
      'sets nothing when another call already has',
      [call, answer(zero), answer(wanted), answer(available)],
      ['ask after 0 notCached', 'ask after 0 noneWanted', 'ask after 0 notAvailable', 'forward available'],
    ],
    [
      'only waits when a replica is wanted already',
      [call, answer(wanted), answer(wanted)],
      ['ask after 0 notCached', 'ask after 0 notAvailable', 'ask after 100 notAvailable'],
    ],
    [
      'sets the least number',
      [call, answer(zero), answer({ ...zero, minReplicas: 3 })],
      ['ask after 0 notCached', 'ask after 0 noneWanted', 'set 3'],
    ],
    [
      'tries again when it cannot ask or set',
      [call, answer(zero), failed, answer(zero), failed, answer(zero)],
      [
        'ask after 0 notCached',
        'ask after 0 noneWanted',
        'ask after 100 tryAgain',
        'set 1',
        'ask after 100 tryAgain',
        'set 1',
      ],
    ],
    [
      'is refused when the provider is lost while it waits',
      [call, answer(wanted), failed],
      ['ask after 0 notCached', 'ask after 0 notAvailable', '500 lost'],
    ],
  ])('%s', (_, events, lines) => {
    expect(play(events)).toEqual(lines);
  });

  it('gives up after twenty tries', () => {
    const events = [call, answer(zero), ...Array.from({ length: 20 }, () => failed)];
    expect(play(events).slice(-2)).toEqual(['ask after 100 tryAgain', '500 cannotScale']);
  });

  it('asks a thousand times and then goes on all the same', () => {
    const events = [call, ...Array.from({ length: 1001 }, () => answer(wanted))];
    expect(play(events).slice(-2)).toEqual(['ask after 100 notAvailable', 'forward outOfPolls']);
  });
});
