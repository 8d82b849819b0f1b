import { describe, expect, it } from '@jest/globals';
import { drawScaling, type ScalingPanel } from '../../../harness/report/scaling-picture.ts';

function toPanel(name: string, instances: readonly number[]): ScalingPanel {
  const figures = { coldShare: 0.0123, meanInstances: 7.25, p99Ms: 1500, costPerMillionUsd: 2.5 };
  return { name, ...figures, everyMs: 60_000, instances, arrivals: instances.map(() => 60) };
}

describe('the picture of scaling', () => {
  const svg = drawScaling([toPanel('lambda', [0, 4, 4, 16]), toPanel('a <b> & c', [0, 1, 1, 1])]);

  it('has a panel for each profile, named, with what it comes to', () => {
    expect(svg.match(/<g class="panel"/g)).toHaveLength(2);
    expect(svg).toContain('>lambda</text>');
    expect(svg.match(/>1\.23 % cold</g)).toHaveLength(2);
    expect(svg.match(/>7\.25 instances · p99 1\.50 s · \$2\.50\/M</g)).toHaveLength(2);
  });

  it('is well-formed whatever names are in it', () => {
    expect(svg).toContain('>a &lt;b&gt; &amp; c<');
    const open: string[] = [];
    for (const [, closes, name, closed] of svg.matchAll(/<(\/?)([a-z]+)[^<>]*?(\/?)>/g)) {
      if (closes === '/') expect(open.pop()).toBe(name);
      else if (closed === '') open.push(name ?? '');
    }
    expect(open).toEqual([]);
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  });

  it('has the same axes in all panels, and stairs as high as the root of the instances', () => {
    expect(svg.match(/>20<\/text>/g)).toHaveLength(2);
    expect(svg).toContain('class="line" d="M0 84H90.7V46.4H272V8.9H272"');
  });

  it('needs nothing from elsewhere and follows a dark reader', () => {
    expect(svg).toContain('prefers-color-scheme: dark');
    expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|url\(|@import/);
  });

  it('can be drawn of nothing that ran', () => {
    const empty = drawScaling([
      { ...toPanel('x', [0, 0]), arrivals: [0, 0], coldShare: Number.NaN, p99Ms: Number.NaN },
    ]);
    expect(empty).not.toMatch(/NaN|Infinity/);
  });
});
