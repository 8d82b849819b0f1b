import { describe, expect, it } from '@jest/globals';
import {
  type ContainerEvent,
  createContainerLife,
  defaultContainerLimits,
  stepContainer,
} from '../../../../../platform/policies/openwhisk/index.ts';

type Played = readonly (readonly [number, ContainerEvent])[];

/** Each line: state, effects. */
function play(events: Played, maxConcurrent = 1): string[] {
  let life = createContainerLife(0);
  return events.map(([atMs, event]) => {
    const step = stepContainer(life, event, atMs, { ...defaultContainerLimits, maxConcurrent });
    life = step.life;
    return [life.state, ...step.effects].join(' ');
  });
}

const warmed: Played = [
  [0, 'run'],
  [1, 'created'],
  [2, 'initialized'],
  [3, 'runEnded'],
];

describe('an OpenWhisk container', () => {
  it.each<[string, Played, string[]]>([
    [
      'becomes a stem cell',
      [
        [0, 'start'],
        [1, 'created'],
      ],
      ['starting create', 'started needWork'],
    ],
    [
      'is initialised as a stem cell when it is taken',
      [
        [0, 'start'],
        [1, 'created'],
        [2, 'run'],
      ],
      ['starting create', 'started needWork', 'running initialize run'],
    ],
    [
      'starts cold, runs and is ready',
      warmed,
      ['running create initialize run', 'running', 'running', 'ready needWork'],
    ],
    [
      'is paused after ten seconds and removed after ten minutes more',
      [
        ...warmed,
        [10_002, 'tick'],
        [10_003, 'tick'],
        [10_010, 'paused'],
        [610_009, 'tick'],
        [610_010, 'tick'],
        [610_011, 'destroyed'],
      ],
      [
        'running create initialize run',
        'running',
        'running',
        'ready needWork',
        'ready',
        'pausing pause',
        'paused',
        'paused',
        'removing forget resume destroy',
        'removed',
      ],
    ],
  ])('%s', (_, events, lines) => {
    expect(play(events)).toEqual(lines);
  });

  const last = (events: Played, maxConcurrent = 1): string => play(events, maxConcurrent).at(-1) ?? '';

  it.each<[string, Played, string]>([
    ['runs again at once', [...warmed, [4, 'run']], 'running run'],
    [
      'is resumed to run again',
      [...warmed, [10_003, 'tick'], [10_010, 'paused'], [10_020, 'run']],
      'running resume run',
    ],
    [
      'lets an activation wait until it is paused',
      [...warmed, [10_003, 'tick'], [10_004, 'run']],
      'pausing defer',
    ],
    ['is removed when the pool says so', [...warmed, [5, 'remove']], 'removing removed replace destroy'],
    [
      'is removed while paused without being counted twice',
      [...warmed, [10_003, 'tick'], [10_010, 'paused'], [10_020, 'remove']],
      'removing forget resume destroy',
    ],
    [
      'is not replaced when a stem cell is removed',
      [
        [0, 'start'],
        [1, 'created'],
        [2, 'remove'],
      ],
      'removing removed destroy',
    ],
    [
      'is replaced when a stem cell fails',
      [
        [0, 'start'],
        [1, 'created'],
        [2, 'failed'],
      ],
      'removing removed replace destroy',
    ],
    [
      'is gone when a stem cell cannot be created',
      [
        [0, 'start'],
        [1, 'failed'],
      ],
      'removed removed replace',
    ],
    [
      'is gone when it cannot be created for a run',
      [
        [0, 'run'],
        [1, 'failed'],
      ],
      'removed removed replace',
    ],
    [
      'is destroyed after a failed initialisation',
      [
        [0, 'run'],
        [1, 'created'],
        [2, 'failed'],
      ],
      'removing removed replace destroy',
    ],
    [
      'is destroyed after a failed run',
      [...warmed, [4, 'run'], [5, 'failed']],
      'removing removed replace destroy',
    ],
    [
      'sends an activation elsewhere that it cannot reach',
      [...warmed, [4, 'run'], [5, 'unhealthy']],
      'removing sendBack forget destroy',
    ],
    ['sends back what comes while it goes', [...warmed, [5, 'remove'], [6, 'run']], 'removing sendBack'],
    [
      'sends back what comes after it is gone',
      [...warmed, [5, 'remove'], [6, 'destroyed'], [7, 'run']],
      'removed sendBack',
    ],
    [
      'defers a removal while it runs',
      [
        [0, 'run'],
        [1, 'remove'],
      ],
      'running defer',
    ],
    [
      'is destroyed when it cannot be paused',
      [...warmed, [10_003, 'tick'], [10_004, 'failed']],
      'removing removed replace destroy',
    ],
  ])('%s', (_, events, line) => {
    expect(last(events)).toBe(line);
  });

  it('does not go twice when another activation ends after it could not be reached', () => {
    const events: Played = [...warmed, [4, 'run'], [5, 'run'], [6, 'unhealthy'], [7, 'runEnded']];
    expect(play(events, 2).slice(-2)).toEqual(['removing sendBack forget destroy', 'removing']);
  });

  it('aborts what waits when the initialisation fails', () => {
    expect(
      last(
        [
          [0, 'run'],
          [1, 'run'],
          [2, 'created'],
          [3, 'failed'],
        ],
        2,
      ),
    ).toBe('removing removed replace abortBuffered destroy');
  });

  it('runs what waited as soon as it is initialised', () => {
    expect(
      play(
        [
          [0, 'run'],
          [1, 'run'],
          [2, 'created'],
          [3, 'run'],
          [4, 'initialized'],
          [5, 'runEnded'],
        ],
        2,
      ),
    ).toEqual([
      'running create initialize run',
      'running',
      'running',
      'running',
      'running run',
      'running run',
    ]);
  });

  it('asks for work while there is room', () => {
    const events: Played = [...warmed, [4, 'run'], [5, 'run'], [6, 'runEnded'], [7, 'runEnded']];
    expect(play(events, 2).slice(-2)).toEqual(['running needWork', 'ready needWork']);
  });

  it('lets its other activations end when one fails, and goes then', () => {
    const events: Played = [...warmed, [4, 'run'], [5, 'run'], [6, 'failed'], [7, 'run'], [8, 'runEnded']];
    expect(play(events, 2).slice(-3)).toEqual(['removing', 'removing sendBack', 'removing forget destroy']);
  });

  it('sends back what waits when a warm run fails', () => {
    const events: Played = [...warmed, [4, 'run'], [5, 'run'], [6, 'failed']];
    expect(last(events)).toBe('removing removed replace sendBackBuffered destroy');
  });
});
