import { describe, expect, it } from '@jest/globals';
import type { Invocation } from '../../../../harness/contract/invocation.ts';
import type { InstanceRecord } from '../../../../harness/contract/provider.ts';
import { fromMillis } from '../../../../harness/contract/units.ts';
import { conclude } from '../../../../harness/experiments/conclude.ts';
import { planRun, toPhases } from '../../../../harness/experiments/plan.ts';
import { parseScenario } from '../../../../harness/scenario/parse-scenario.ts';
import { createSchedule } from '../../../../workloads/arrivals/create-schedule.ts';
import { createInvocation } from '../../../support/invocations.ts';
import { createRun } from '../../../support/run-records.ts';

const scenario = parseScenario(
  `name: levels
functions: { hello: { use: noop }, busy: { use: spin } }
experiments: [{ kind: spectrum, function: hello, neighbour: busy, levels: [microvm, container, process], samples: 8 }]
`,
  { file: 'x.yaml', catalog: { noop: ['nodejs'], spin: ['nodejs'] } },
);
const available = ['hello', 'busy', 'hello-container', 'hello-process'];
const phases = toPhases(planRun(scenario, available, createSchedule));

/** Boot in milliseconds by level; cold is 10 ms more, warm 2 ms, beside the neighbour 6 ms. */
const boots = { container: 200, process: 100 } as const;
type Level = keyof typeof boots;
const levels = Object.keys(boots) as Level[];

const cold = (level: Level): Invocation[] =>
  Array.from({ length: 8 }, (_, repetition) =>
    createInvocation({
      phase: `spectrum/hello-${level}/cold`,
      function: `hello-${level}`,
      repetition,
      instance: `${level}-${repetition}`,
      requestId: `${level}-${repetition}`,
      start: 'cold',
      intendedStart: 0,
      sentAt: 0,
      endedAt: fromMillis(boots[level] + 10),
      maxMemoryUsedMiB: 40,
    }),
  );
const warm = (level: Level, part: string, ms: number): Invocation[] =>
  Array.from({ length: 120 }, (_, index) =>
    createInvocation({
      phase: `spectrum/hello-${level}/${part}`,
      function: `hello-${level}`,
      index,
      intendedStart: 0,
      sentAt: 0,
      endedAt: fromMillis(ms),
    }),
  );
const records = levels.flatMap((level) =>
  Array.from({ length: 8 }, (_, at): InstanceRecord => ({
    instance: `${level}-${at}`,
    function: `hello-${level}`,
    requestedAt: fromMillis(1),
    readyAt: fromMillis(1 + boots[level]),
    removedAt: undefined,
    busyMs: 0,
    isolation: level,
    firstRequestId: `${level}-${at}`,
    cause: undefined,
  })),
);

const run = createRun({
  phases,
  invocations: levels.flatMap((level) => [
    ...cold(level),
    ...warm(level, 'alone', 2),
    ...warm(level, 'beside', 6),
  ]),
  instances: records,
});
const manifest = {
  ...run.manifest,
  scenarioSource: scenario,
  leftOut: [{ name: 'hello-microvm', isolation: 'microvm', reason: 'there is no /dev/kvm' }],
} as const;
const [finding] = conclude({ ...run, manifest });

describe('the spectrum', () => {
  it('measures the levels in turn, and each warm alone and beside the neighbour', () => {
    const own = phases.filter(({ experiment }) => experiment === 'spectrum');
    expect(own.map(({ id, turns }) => [id, turns])).toEqual([
      ['spectrum/hello-container/cold', 'spectrum/cold'],
      ['spectrum/hello-process/cold', 'spectrum/cold'],
      ...levels.flatMap((level) => [
        [`spectrum/hello-${level}/alone`, undefined],
        [`spectrum/hello-${level}/beside`, undefined],
        [`spectrum/hello-${level}/beside/neighbour`, undefined],
      ]),
    ]);
    expect(own.filter(({ group }) => group === 'spectrum/hello-process/beside')).toHaveLength(2);
  });

  it('is a table of what each level costs', () => {
    const [table] = finding?.tables ?? [];
    const value = (cell: unknown) =>
      typeof cell === 'object' && cell !== null && 'value' in cell ? cell.value : cell;
    expect(table?.rows.map((row) => row.map(value))).toEqual([
      ['container', 200, 210, 2, 2, 40, 25, 6, 3],
      ['process', 100, 110, 2, 2, 40, 25, 6, 3],
    ]);
    expect(finding?.conclusion).toEqual({
      verdict: 'answered',
      sentence: 'A cold start takes, in the median: container 210 ms, process 110 ms.',
    });
  });

  it('lists the levels that cannot run with the reason', () => {
    expect(finding?.tables[1]?.rows).toEqual([['microvm', 'there is no /dev/kvm']]);
  });

  it('makes a function of each level that may be missing, on the reference platform only', () => {
    expect(scenario.functions['hello-microvm']).toMatchObject({ isolation: 'microvm', optional: true });
    const elsewhere = `name: levels
provider: { id: http }
functions: { hello: { url: 'http://127.0.0.1:1' } }
experiments: [{ kind: spectrum, function: hello, neighbour: hello }]
`;
    expect(() => parseScenario(elsewhere, { file: 'x.yaml', catalog: {} })).toThrow(
      /x\.yaml:4:15 experiments\[0\]: only the reference platform/,
    );
  });
});
