import { describe, expect, it } from '@jest/globals';
import { knative } from '../../../../../platform/policies/index.ts';

const graceMs = 60_000;
const stableWindowMs = 300_000;
const nowMs = 10_000_000;

const limits: knative.ReplicaLimits = {
  minScale: 0,
  maxScale: 0,
  initialScale: 1,
  isReachable: true,
  isScaleToZeroEnabled: true,
  stableWindowMs,
  graceMs,
  retentionMs: 0,
  targetBurstCapacity: 211,
  progressDeadlineMs: 600_000,
};

interface Seen {
  readonly current?: number;
  readonly desired: number;
  readonly activity?: knative.RevisionActivity;
  /** How long it has been in this activity. */
  readonly forMs?: number;
  readonly proxiedMs?: number;
  readonly isProbed?: boolean;
  readonly isInitialScaleReached?: boolean;
}

function decide(seen: Seen, changes: Partial<knative.ReplicaLimits> = {}): knative.ReplicaDecision {
  const { current = 1, desired, activity = 'active', forMs = 0, proxiedMs, isProbed = true } = seen;
  return knative.decideReplicas(
    {
      desiredInstances: desired,
      currentInstances: current,
      activity,
      activitySinceMs: nowMs - forMs,
      isInitialScaleReached: seen.isInitialScaleReached ?? true,
      proxiedSinceMs: proxiedMs === undefined ? undefined : nowMs - proxiedMs,
      probeActivator: () => isProbed,
    },
    { ...limits, ...changes },
    nowMs,
  );
}

type Row = readonly [
  what: string,
  seen: Seen,
  changes: Partial<knative.ReplicaLimits>,
  instances: number,
  isApplied: boolean,
  reason: knative.ReplicaReason,
];

describe('the bounds of a revision', () => {
  it.each<Row>([
    ['leave what is desired', { desired: 10 }, {}, 10, true, 'desired'],
    ['change nothing that is so already', { desired: 10, current: 10 }, {}, 10, false, 'desired'],
    ['hold the minimum', { desired: 1, current: 10 }, { minScale: 2 }, 2, true, 'minScale'],
    ['hold the minimum against zero', { desired: 0, current: 10 }, { minScale: 2 }, 2, true, 'minScale'],
    ['hold the maximum', { desired: 10 }, { maxScale: 8 }, 8, true, 'maxScale'],
    [
      'have no minimum where nobody can reach it',
      { desired: 0, current: 10, activity: 'inactive', forMs: graceMs },
      { minScale: 2, isReachable: false },
      0,
      true,
      'inactiveLongEnough',
    ],
    [
      'hold the initial scale until it was reached',
      { desired: 1, current: 0, isInitialScaleReached: false },
      { initialScale: 2 },
      2,
      true,
      'initialScale',
    ],
    ['let go of the initial scale', { desired: 1, current: 5 }, { initialScale: 2 }, 1, true, 'desired'],
    [
      'take the minimum where it is more than the initial scale',
      { desired: 1, isInitialScaleReached: false },
      { initialScale: 2, minScale: 3 },
      3,
      true,
      'minScale',
    ],
    ['do nothing before anything is known', { desired: -1, current: 12 }, {}, -1, false, 'noDecision'],
    [
      'hold the minimum before anything is known, while it is activating',
      { desired: -1, activity: 'activating' },
      { minScale: 2 },
      2,
      true,
      'minScale',
    ],
  ])('%s', (_, seen, changes, instances, isApplied, reason) => {
    expect(decide(seen, changes)).toMatchObject({ instances, isApplied, reason });
  });
});

describe('on its way to zero a revision', () => {
  it.each<Row>([
    [
      'that is active has one instance to the end of the window',
      { desired: 0, current: 10, forMs: stableWindowMs - 1000 },
      {},
      1,
      true,
      'idle',
    ],
    [
      'that has been active for a window becomes inactive first',
      { desired: 0, forMs: stableWindowMs },
      {},
      0,
      false,
      'deactivate',
    ],
    [
      'has a window of its own',
      { desired: 0, forMs: 45_000 },
      { stableWindowMs: 45_000 },
      0,
      false,
      'deactivate',
    ],
    [
      'that has been inactive for the grace period goes',
      { desired: 0, activity: 'inactive', forMs: graceMs },
      {},
      0,
      true,
      'inactiveLongEnough',
    ],
    [
      'that has been inactive for less stays',
      { desired: 0, activity: 'inactive', forMs: graceMs - 1000 },
      {},
      0,
      false,
      'grace',
    ],
    [
      'goes at once when the activator has served it for that long already',
      { desired: 0, activity: 'inactive', forMs: 1000, proxiedMs: graceMs },
      {},
      0,
      true,
      'proxiedLongEnough',
    ],
    [
      'stays as long as the activator has not',
      { desired: 0, activity: 'inactive', forMs: 1000, proxiedMs: graceMs - 1 },
      {},
      0,
      false,
      'grace',
    ],
    [
      'stays for its retention',
      { desired: 0, activity: 'inactive', forMs: graceMs },
      { retentionMs: 2 * graceMs },
      0,
      false,
      'retention',
    ],
    [
      'stays for its retention, however long the activator has served it',
      { desired: 0, activity: 'inactive', forMs: 5000, proxiedMs: 10 * graceMs },
      { retentionMs: 10_000 },
      0,
      false,
      'retention',
    ],
    [
      'goes after its retention',
      { desired: 0, activity: 'inactive', forMs: 2 * graceMs },
      { retentionMs: 2 * graceMs },
      0,
      true,
      'inactiveLongEnough',
    ],
    [
      'goes after a retention shorter than the grace period when the activator has served it long enough',
      { desired: 0, activity: 'inactive', forMs: 10_000, proxiedMs: graceMs },
      { retentionMs: 10_000 },
      0,
      true,
      'proxiedLongEnough',
    ],
    [
      'has no retention where nobody can reach it',
      { desired: 0, activity: 'inactive', forMs: graceMs },
      { retentionMs: 2 * graceMs, isReachable: false },
      0,
      true,
      'inactiveLongEnough',
    ],
    [
      'stays while the activator is not in the path',
      { desired: 0, activity: 'inactive', forMs: 10 * graceMs, isProbed: false },
      {},
      0,
      false,
      'activatorNotInPath',
    ],
    [
      'that always has the activator in the path goes without a probe',
      { desired: 0, activity: 'inactive', forMs: graceMs, isProbed: false },
      { targetBurstCapacity: -1 },
      0,
      true,
      'inactiveLongEnough',
    ],
    [
      'that is activating may still become ready',
      { desired: 0, activity: 'activating', forMs: 630_000 },
      {},
      -1,
      false,
      'activating',
    ],
    [
      'that did not become ready goes',
      { desired: 0, activity: 'activating', forMs: 630_001 },
      {},
      0,
      true,
      'activationTimedOut',
    ],
    [
      'has one instance where there is no way to zero',
      { desired: 0, current: 5, activity: 'inactive', forMs: 10 * graceMs },
      { isScaleToZeroEnabled: false },
      1,
      true,
      'scaleToZeroDisabled',
    ],
    [
      'that has gone is not changed again',
      { desired: 0, current: 0, activity: 'inactive', forMs: graceMs },
      {},
      0,
      false,
      'inactiveLongEnough',
    ],
    [
      'comes back with the load',
      { desired: 1, current: 0, activity: 'inactive', forMs: graceMs },
      {},
      1,
      true,
      'desired',
    ],
  ])('%s', (_, seen, changes, instances, isApplied, reason) => {
    expect(decide(seen, changes)).toMatchObject({ instances, isApplied, reason });
  });

  it.each<[string, Seen, Partial<knative.ReplicaLimits>, number]>([
    ['the end of the window', { desired: 0, forMs: stableWindowMs - 1000 }, {}, 1000],
    ['the end of the grace period', { desired: 0, activity: 'inactive', proxiedMs: 20_000 }, {}, 40_000],
    [
      'the end of the retention',
      { desired: 0, activity: 'inactive', forMs: 1000 },
      { retentionMs: 5000 },
      4000,
    ],
    ['the end of the activation', { desired: 0, activity: 'activating' }, {}, 630_000],
    [
      'a moment, with the activator in the path already',
      { desired: 0, forMs: stableWindowMs, proxiedMs: 1 },
      {},
      3000,
    ],
  ])('is looked at again after %s', (_, seen, changes, recheckAfterMs) => {
    expect(decide(seen, changes).recheckAfterMs).toBe(recheckAfterMs);
  });

  it('is probed in the background after a probe that failed', () => {
    expect(decide({ desired: 0, activity: 'inactive', isProbed: false }).probe).toEqual({
      periodMs: 1000,
      timeoutMs: 45_000,
    });
  });

  it('is probed only while it is inactive', () => {
    const probeActivator = (): never => {
      throw new Error('probed');
    };
    const seen = { desiredInstances: 0, currentInstances: 1, activitySinceMs: 0, probeActivator };
    expect(knative.decideReplicas({ ...seen, activity: 'active' }, limits, nowMs).reason).toBe('deactivate');
    const always = { ...limits, targetBurstCapacity: -1 };
    expect(knative.decideReplicas({ ...seen, activity: 'inactive' }, always, nowMs).isApplied).toBe(true);
  });
});

describe('the activity of a revision', () => {
  type ActivityRow = readonly [
    wanted: number,
    ready: number,
    initialScale: number,
    from: knative.RevisionActivity,
    to: knative.RevisionActivity,
    reason: knative.ActivityDecision['reason'],
  ];

  it.each<ActivityRow>([
    [0, 3, 2, 'active', 'inactive', 'noTraffic'],
    [0, 0, 2, 'activating', 'inactive', 'timedOut'],
    [3, 1, 2, 'active', 'activating', 'starting'],
    [3, 1, 2, 'inactive', 'activating', 'starting'],
    [3, 2, 2, 'activating', 'active', 'ready'],
    [-1, 1, 2, 'inactive', 'inactive', 'unknown'],
    [-1, 1, 2, 'activating', 'activating', 'starting'],
    [-1, 1, 2, 'active', 'activating', 'starting'],
    [-1, 2, 2, 'inactive', 'inactive', 'unknown'],
    [-1, 2, 2, 'activating', 'active', 'ready'],
    [-1, 2, 2, 'active', 'active', 'ready'],
    [-1, 0, 0, 'activating', 'inactive', 'noTraffic'],
    [-1, 1, 0, 'active', 'inactive', 'noTraffic'],
  ])(
    'with %i wanted, %i ready and an initial scale of %i goes from %s to %s',
    (wanted, ready, initialScale, from, to, reason) => {
      const seen = {
        activity: from,
        wantedInstances: wanted,
        readyInstances: ready,
        isInitialScaleReached: false,
      };
      expect(knative.decideActivity(seen, { ...limits, initialScale })).toEqual({
        activity: to,
        reason,
        isInitialScaleReached: ready >= initialScale,
      });
    },
  );

  it('needs the minimum, where there is one, and one instance otherwise', () => {
    const seen = {
      activity: 'activating',
      wantedInstances: 3,
      readyInstances: 1,
      isInitialScaleReached: true,
    } as const;
    expect(knative.decideActivity(seen, { ...limits, minScale: 2 }).activity).toBe('activating');
    expect(knative.decideActivity(seen, { ...limits, initialScale: 2 }).activity).toBe('active');
    expect(knative.decideActivity(seen, { ...limits, minScale: 2, isReachable: false }).activity).toBe(
      'active',
    );
  });
});
