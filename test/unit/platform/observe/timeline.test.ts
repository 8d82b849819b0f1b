import { describe, expect, it } from '@jest/globals';
import { createTimeline } from '../../../../platform/observe/timeline.ts';

describe('the timeline', () => {
  it('tells of each event to whom and when it happened, as it came and afterwards', () => {
    const timeline = createTimeline();
    const heard: unknown[] = [];
    const stop = timeline.subscribe((entry) => heard.push(entry));
    const instance = { function: 'f', instance: 'i' };
    timeline.push(1.5, instance, { event: 'busy', requestId: 'r' });
    timeline.push(2.5, { function: 'f' }, { event: 'refused', reason: 'noMemory' });
    stop();
    timeline.push(3.5, instance, { event: 'idle' });
    const told = [
      { sequence: 1, item: { atEpochMs: 1.5, function: 'f', instance: 'i', event: 'busy', requestId: 'r' } },
      { sequence: 2, item: { atEpochMs: 2.5, function: 'f', event: 'refused', reason: 'noMemory' } },
    ];
    expect(heard).toEqual(told);
    expect(timeline.since(0)).toEqual([
      ...told,
      { sequence: 3, item: { atEpochMs: 3.5, function: 'f', instance: 'i', event: 'idle' } },
    ]);
    expect(timeline.since(2)).toHaveLength(1);
  });

  it('forgets what is ten thousand events old', () => {
    const timeline = createTimeline();
    for (let at = 1; at <= 10_005; at++)
      timeline.push(at, { function: 'f', instance: 'i' }, { event: 'idle' });
    expect(timeline.since(0).map(({ item }) => item.atEpochMs)).toEqual(
      Array.from({ length: 10_000 }, (_, index) => index + 6),
    );
  });
});
