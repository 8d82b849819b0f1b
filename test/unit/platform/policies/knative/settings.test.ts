import { describe, expect, it } from '@jest/globals';
import { knative } from '../../../../../platform/policies/index.ts';

const {
  defaultAutoscalerConfig: defaults,
  findConfigProblems,
  parseAnnotations,
  parseAutoscalerConfig,
} = knative;

describe('the configuration of the autoscaler', () => {
  it('without entries is the default, and valid', () => {
    expect(parseAutoscalerConfig({})).toEqual({ kind: 'valid', value: defaults });
    expect(findConfigProblems(defaults)).toEqual([]);
  });

  it.each<[string, string, Partial<knative.AutoscalerConfig>]>([
    ['container-concurrency-target-percentage', '70', { concurrencyUtilization: 0.7 }],
    ['container-concurrency-target-percentage', '0.5', { concurrencyUtilization: 0.5 }],
    ['container-concurrency-target-percentage', '1', { concurrencyUtilization: 1 }],
    ['container-concurrency-target-default', '10.5', { concurrencyTarget: 10.5 }],
    ['requests-per-second-target-default', '150', { requestsPerSecondTarget: 150 }],
    ['target-burst-capacity', '-1', { targetBurstCapacity: -1 }],
    ['stable-window', '5m', { stableWindowMs: 300_000 }],
    ['stable-window', '1m30s', { stableWindowMs: 90_000 }],
    ['panic-window-percentage', '20', { panicWindowPercentage: 20 }],
    ['panic-threshold-percentage', '110', { panicThresholdPercentage: 110 }],
    ['max-scale-up-rate', '1.001', { maxScaleUpRate: 1.001 }],
    ['max-scale-down-rate', '3.5', { maxScaleDownRate: 3.5 }],
    ['enable-scale-to-zero', 'False', { isScaleToZeroEnabled: false }],
    ['enable-scale-to-zero', 'true', { isScaleToZeroEnabled: true }],
    ['scale-to-zero-grace-period', '1.5s', { scaleToZeroGraceMs: 1500 }],
    ['scale-to-zero-pod-retention-period', '0', { scaleToZeroRetentionMs: 0 }],
    ['scale-down-delay', '15m', { scaleDownDelayMs: 900_000 }],
    ['activator-capacity', '95', { activatorCapacity: 95 }],
    ['initial-scale', '3', { initialScale: 3 }],
    ['min-scale', '2', { minScale: 2 }],
    ['max-scale', '20', { maxScale: 20 }],
    ['something-else', 'whatever', {}],
  ])('reads %s: %s', (key, text, changes) => {
    expect(parseAutoscalerConfig({ [key]: text })).toEqual({
      kind: 'valid',
      value: { ...defaults, ...changes },
    });
  });

  it('lets a revision start with none where that is allowed', () => {
    const entries = { 'initial-scale': '0', 'allow-zero-initial-scale': 'true' };
    expect(parseAutoscalerConfig(entries)).toMatchObject({ kind: 'valid', value: { initialScale: 0 } });
  });

  it.each([
    ['container-concurrency-target-percentage', '0'],
    ['container-concurrency-target-percentage', '100.5'],
    ['container-concurrency-target-default', '0.001'],
    ['requests-per-second-target-default', '-5'],
    ['target-burst-capacity', '-10'],
    ['target-burst-capacity', 'asdf'],
    ['target-burst-capacity', ''],
    ['stable-window', '5.999s'],
    ['stable-window', '2h'],
    ['stable-window', '6543ms'],
    ['stable-window', '60'],
    ['panic-window-percentage', '0.5'],
    ['panic-window-percentage', '110'],
    ['panic-threshold-percentage', '109'],
    ['panic-threshold-percentage', '1001'],
    ['max-scale-up-rate', '1'],
    ['max-scale-down-rate', '1.0'],
    ['scale-to-zero-grace-period', '0s'],
    ['scale-to-zero-pod-retention-period', '-4s'],
    ['scale-down-delay', '1500ms'],
    ['scale-down-delay', '-1s'],
    ['activator-capacity', '0.95'],
    ['initial-scale', '0'],
    ['initial-scale', '1.5'],
    ['max-scale', '-1'],
    ['max-scale-limit', '-1'],
    ['max-scale-limit', '5'],
  ])('refuses %s: %s', (key, text) => {
    expect(parseAutoscalerConfig({ [key]: text })).toMatchObject({ kind: 'invalid' });
  });

  it('names every problem, with what is expected', () => {
    expect(parseAutoscalerConfig({ 'stable-window': 'soon', 'max-scale-up-rate': '0.9' })).toEqual({
      kind: 'invalid',
      problems: ['stable-window: cannot read "soon"', 'max-scale-up-rate: expected more than 1'],
    });
  });
});

describe('the annotations of a revision', () => {
  const of = (name: string, text: string): Record<string, string> => ({
    [`autoscaling.knative.dev/${name}`]: text,
  });

  it.each<[string, string, knative.RevisionAnnotations]>([
    ['class', 'kpa.autoscaling.knative.dev', {}],
    ['metric', 'rps', { metric: 'rps' }],
    ['target', '0.01', { target: 0.01 }],
    ['target-utilization-percentage', '75', { targetUtilization: 0.75 }],
    ['targetUtilizationPercentage', '75', { targetUtilization: 0.75 }],
    ['min-scale', '0', { minScale: 0 }],
    ['minScale', '2', { minScale: 2 }],
    ['max-scale', '0', { maxScale: 0 }],
    ['initial-scale', '5', { initialScale: 5 }],
    ['activation-scale', '2', { activationScale: 2 }],
    ['scale-down-delay', '1h', { scaleDownDelayMs: 3_600_000 }],
    ['scale-to-zero-pod-retention-period', '1m1.5s', { scaleToZeroRetentionMs: 61_500 }],
    ['window', '6s', { stableWindowMs: 6000 }],
    ['panic-window-percentage', '1', { panicWindowPercentage: 1 }],
    ['panic-threshold-percentage', '1000', { panicThresholdPercentage: 1000 }],
    ['target-burst-capacity', '-1', { targetBurstCapacity: -1 }],
    ['metric-aggregation-algorithm', 'weighted-exponential', { algorithm: 'weightedExponential' }],
    ['metric-aggregation-algorithm', 'linear', { algorithm: 'linear' }],
    ['something-else', 'whatever', {}],
  ])('read %s: %s', (name, text, value) => {
    expect(parseAnnotations(of(name, text), defaults)).toEqual({ kind: 'valid', value });
  });

  it.each([
    ['class', 'hpa.autoscaling.knative.dev'],
    ['metric', 'cpu'],
    ['target', '0.001'],
    ['target-utilization-percentage', '0.5'],
    ['target-utilization-percentage', '101'],
    ['min-scale', '-1'],
    ['min-scale', '1.5'],
    ['max-scale', 'many'],
    ['initial-scale', '0'],
    ['activation-scale', '0'],
    ['scale-down-delay', '61m'],
    ['scale-down-delay', '1500ms'],
    ['scale-to-zero-pod-retention-period', '-1s'],
    ['window', '5s'],
    ['window', '60.5s'],
    ['panic-window-percentage', '0'],
    ['panic-threshold-percentage', '109'],
    ['target-burst-capacity', '-2'],
    ['metric-aggregation-algorithm', 'median'],
  ])('refuse %s: %s', (name, text) => {
    expect(parseAnnotations(of(name, text), defaults)).toMatchObject({ kind: 'invalid' });
  });

  it('of another domain are left alone', () => {
    expect(parseAnnotations({ 'example.com/metric': 'cpu' }, defaults)).toEqual({ kind: 'valid', value: {} });
  });

  it('have a minimum and an activation scale below their maximum', () => {
    const annotations = { ...of('max-scale', '3'), ...of('min-scale', '4'), ...of('activation-scale', '5') };
    expect(parseAnnotations(annotations, defaults)).toEqual({
      kind: 'invalid',
      problems: [
        'autoscaling.knative.dev/min-scale: expected at most max-scale 3, got 4',
        'autoscaling.knative.dev/activation-scale: expected at most max-scale 3, got 5',
      ],
    });
  });

  it('have a maximum within the limit of the cluster', () => {
    const limited = { ...defaults, maxScale: 5, maxScaleLimit: 10 };
    expect(parseAnnotations(of('max-scale', '11'), limited).kind).toBe('invalid');
    expect(parseAnnotations(of('max-scale', '0'), limited).kind).toBe('invalid');
    expect(parseAnnotations(of('max-scale', '10'), limited).kind).toBe('valid');
  });
});

describe('the target', () => {
  const rps = { metric: 'rps' } as const;

  it.each<
    [string, knative.RevisionAnnotations, number, Partial<knative.AutoscalerConfig>, knative.MetricTarget]
  >([
    ['is the default without a limit', {}, 0, {}, { total: 100, target: 70 }],
    ['is a share of the limit', {}, 10, {}, { total: 10, target: 7 }],
    ['is as annotated without a limit', { target: 250 }, 0, {}, { total: 250, target: 175 }],
    ['is as annotated below the limit', { target: 5 }, 10, {}, { total: 5, target: 3.5 }],
    ['is the limit where more is annotated', { target: 50 }, 10, {}, { total: 10, target: 7 }],
    ['is the annotated share', { targetUtilization: 1 }, 10, {}, { total: 10, target: 10 }],
    [
      'follows the share of the configuration',
      {},
      10,
      { concurrencyUtilization: 0.5 },
      { total: 10, target: 5 },
    ],
    ['is never below 0.01', { target: 0.01, targetUtilization: 0.1 }, 0, {}, { total: 0.01, target: 0.01 }],
    ['of requests has a default of its own', rps, 10, {}, { total: 200, target: 140 }],
    ['of requests is not bound by the limit', { ...rps, target: 500 }, 1, {}, { total: 500, target: 350 }],
    ['of requests follows its share', rps, 0, { requestsUtilization: 0.5 }, { total: 200, target: 100 }],
    [
      'of requests has a share of its own',
      rps,
      0,
      { concurrencyUtilization: 0.1 },
      { total: 200, target: 140 },
    ],
  ])('%s', (_, annotations, limit, changes, expected) => {
    const resolved = knative.resolveTarget(annotations, { ...defaults, ...changes }, limit);
    expect(resolved.total).toBe(expected.total);
    expect(resolved.target).toBeCloseTo(expected.target, 12);
  });
});

describe('what the decisions are told', () => {
  const settings = { annotations: {}, config: defaults, containerConcurrency: 0 };

  it('is the default', () => {
    expect(knative.toDeciderSpec(settings)).toEqual({
      targetValue: 70,
      totalValue: 100,
      targetBurstCapacity: 211,
      panicThreshold: 2,
      stableWindowMs: 60_000,
      maxScaleUpRate: 1000,
      maxScaleDownRate: 2,
      scaleDownDelayMs: 0,
      activationScale: 1,
      initialScale: 1,
      isReachable: true,
      activatorCapacity: 100,
    });
    expect(knative.toMetricSpec(settings)).toEqual({
      stableWindowMs: 60_000,
      panicWindowMs: 6000,
      algorithm: 'linear',
    });
    expect(knative.toReplicaLimits(settings)).toEqual({
      minScale: 0,
      maxScale: 0,
      initialScale: 1,
      isReachable: true,
      isScaleToZeroEnabled: true,
      stableWindowMs: 60_000,
      graceMs: 30_000,
      retentionMs: 0,
      targetBurstCapacity: 211,
    });
  });

  it('is what the revision sets', () => {
    const annotations: knative.RevisionAnnotations = {
      stableWindowMs: 45_000,
      scaleDownDelayMs: 4000,
      scaleToZeroRetentionMs: 5000,
      minScale: 2,
      maxScale: 9,
      initialScale: 3,
      activationScale: 4,
      targetBurstCapacity: -1,
      panicThresholdPercentage: 150,
    };
    const set = { ...settings, annotations, isReachable: false };
    expect(knative.toDeciderSpec(set)).toMatchObject({
      stableWindowMs: 45_000,
      scaleDownDelayMs: 4000,
      initialScale: 3,
      activationScale: 4,
      targetBurstCapacity: -1,
      panicThreshold: 1.5,
      isReachable: false,
    });
    expect(knative.toReplicaLimits(set)).toMatchObject({ minScale: 2, maxScale: 9, retentionMs: 5000 });
  });

  it.each([
    [60_000, 10, 6000],
    [6000, 10, 1000],
    [45_000, 10, 5000],
    [44_000, 10, 4000],
    [6000, 1, 1000],
    [3_600_000, 100, 3_600_000],
  ])(
    'has of %i ms and %i %% a panic window of %i ms',
    (stableWindowMs, panicWindowPercentage, panicWindowMs) => {
      const annotations = { stableWindowMs, panicWindowPercentage };
      expect(knative.toMetricSpec({ ...settings, annotations }).panicWindowMs).toBe(panicWindowMs);
    },
  );

  it('lets a revision begin with none only where the cluster does', () => {
    const annotations = { initialScale: 0 };
    const config = { ...defaults, isZeroInitialScaleAllowed: true };
    expect(knative.toDeciderSpec({ ...settings, annotations }).initialScale).toBe(1);
    expect(knative.toDeciderSpec({ ...settings, annotations, config }).initialScale).toBe(0);
  });
});
