import { describe, expect, it } from '@jest/globals';
import { laneCount, toLanes } from '../../../../harness/sinks/influx/lanes.ts';

describe('the lanes of requests', () => {
  const series = ['a,run=1', 'a,run=2', String.raw`a,run=two\ words`, 'b,run=1', 'c,fn=x,run=1'];
  const lines = Array.from({ length: 50 }, (_, at) => `${series[at % series.length]} v=${at} ${at}`);

  it('keep each series in one lane and in order', () => {
    const lanes = toLanes(lines);
    expect(lanes).toHaveLength(laneCount);
    expect(lanes.flat().toSorted()).toEqual(lines.toSorted());
    for (const one of series) {
      const ours = lines.filter((line) => line.startsWith(`${one} `));
      expect(lanes.map((lane) => lane.filter((line) => ours.includes(line)))).toContainEqual(ours);
    }
  });

  it('are always as many, and a series is always in the same one', () => {
    expect(toLanes([])).toEqual([[], []]);
    const at = toLanes(['a v=1 1']).findIndex((lane) => lane.length > 0);
    expect(toLanes(['a v=2 2', 'a v=3 3'])[at]).toEqual(['a v=2 2', 'a v=3 3']);
  });
});
