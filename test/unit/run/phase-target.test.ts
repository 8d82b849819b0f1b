import { describe, expect, it } from '@jest/globals';
import type { Deployment } from '../../../harness/contract/provider.ts';
import { toPhaseTarget } from '../../../harness/run/phase-target.ts';
import { parseScenario } from '../../../harness/scenario/parse-scenario.ts';
import { catalog } from '../../../harness/cli/catalog.ts';
import { createPhase } from '../../support/run-records.ts';

const scenario = parseScenario(
  `name: events
functions: { hello: { use: sleep, event: { sleepMs: 5 } }, mine: { folder: ./mine } }
experiments: [{ kind: load, functions: [hello], arrivals: { kind: constant, rate: 1/s, duration: 1s } }]
`,
  { file: 'x.yaml', catalog: catalog.names },
);

function deploy(name: string): Deployment {
  return {
    function: name,
    target: {
      origin: 'http://127.0.0.1:9',
      path: `/function/${name}`,
      method: 'POST',
      headers: {},
      body: '{"sleepMs":5}',
      dialect: 'plain',
      timeoutMs: 1000,
      expectedOutput: { sleptMs: 5 },
    },
    deployDurationMs: 0,
    remove: () => Promise.resolve(),
  };
}

const deployments = new Map(['hello', 'mine'].map((name) => [name, deploy(name)]));
const parts = { scenario, catalog };

describe('the target of a phase', () => {
  it('is as deployed where the phase has no event of its own', () => {
    expect(toPhaseTarget(createPhase(), deployments, parts)).toBe(deployments.get('hello')?.target);
    expect(toPhaseTarget(createPhase({ function: 'gone' }), deployments, parts)).toBeUndefined();
  });

  it('checks what the catalogue knows to be right for the event of the phase', () => {
    const phase = createPhase({ event: { kind: 'value', value: { sleepMs: 40 } } });
    expect(toPhaseTarget(phase, deployments, parts)).toMatchObject({
      body: '{"sleepMs":40}',
      expectedOutput: { sleptMs: 40 },
    });
  });

  it('checks nothing of a function that is not ours', () => {
    const phase = createPhase({ function: 'mine', event: { kind: 'payload', bytes: 300 } });
    const target = toPhaseTarget(phase, deployments, parts);
    const { payload } = JSON.parse(target?.body ?? '') as { payload: string };
    expect(Buffer.byteLength(payload)).toBe(300);
    expect(Buffer.byteLength(target?.body ?? '')).toBe(300 + '{"payload":""}'.length);
    expect(target).not.toHaveProperty('expectedOutput');
  });

  it('has the addresses of the functions that are to be called', () => {
    const phase = createPhase({
      function: 'mine',
      seed: 3,
      event: { kind: 'calls', functions: ['hello', 'hello'], payloadBytes: 10 },
    });
    const url = 'http://127.0.0.1:9/function/hello';
    expect(JSON.parse(toPhaseTarget(phase, deployments, parts)?.body ?? '')).toEqual({
      urls: [url, url],
      payloadBytes: 10,
      seed: 3,
    });
  });
});
