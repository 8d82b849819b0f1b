import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { packageRoot } from '../../../../harness/contract/package-root.ts';
import {
  type ScriptOptions,
  type ScriptPart,
  compileScript,
  toScenarioNames,
} from '../../../../harness/load/k6/compile-script.ts';
import { checkK6Scripts } from '../../../support/check-k6-script.ts';
import { everyLoad, toPart } from './script-parts.ts';

const nasty = 'a"b\'c`d${e}\\f\n// */ \u2028</script>\u0000';

describe('a k6 script', () => {
  it('is as it was for a small scenario', async () => {
    const parts: ScriptPart[] = [
      {
        ...toPart(everyLoad.poisson, { expectedOutput: { total: 3, items: ['a', 'b'] } }),
        description: 'poisson 20/s for 1 min',
      },
      {
        ...toPart(everyLoad.callers, { path: '/pay?fast=1', method: 'GET', body: '' }),
        phase: 'load/pay-bill',
        function: 'pay-bill',
        startMs: 65_000,
        urlVariable: 'FAASMARK_URL_PAY_BILL',
      },
    ];
    const script = compileScript(parts, { run: 'checkout', thresholds: { http_req_failed: ['rate<0.01'] } });
    // No .ts of its own: the compiler of the tests would see the types of k6 in every file.
    const golden = join(packageRoot, 'test', 'unit', 'load', 'k6', 'checkout.script.txt');
    expect(script).toBe(await readFile(golden, 'utf8'));
  });

  it('has no error for the real compiler, whatever the load', () => {
    const every = Object.entries(everyLoad).map(([kind, load]) => [kind, compileScript([toPart(load)])]);
    const options: Record<string, ScriptOptions> = {
      engine: { answers: 'handOver' },
      full: {
        run: nasty,
        connectionReuse: 'fresh',
        thresholds: { [nasty]: [nasty], 'http_req_duration{phase:load/api}': ['p(95)<200', 'p(99)<900'] },
      },
    };
    const parts: ScriptPart[] = [
      { ...toPart(everyLoad.burst), urlVariable: nasty, description: nasty },
      toPart(everyLoad.callers, {
        headers: { [nasty]: nasty, ['__proto__']: 'x' },
        body: nasty,
        path: `/${nasty}`,
        expectedOutput: { [nasty]: [{ [nasty]: null }], ['__proto__']: 1 },
      }),
    ];
    const special = Object.entries(options).map(([name, one]) => [name, compileScript(parts, one)]);
    expect(checkK6Scripts(Object.fromEntries([...every, ...special]))).toBe('');
  });

  it('has an error for the real compiler when it is broken: the check is one', () => {
    const script = compileScript([toPart(everyLoad.constant)]);
    const complaints = checkK6Scripts({
      option: script.replace('"preAllocatedVUs": 21', '"preAllocatedVUs": "many"'),
      call: script.replace('http.request(part.method', 'http.request(part.verb'),
    });
    expect(complaints).toMatch(/option\.ts.*TS2322/);
    expect(complaints).toMatch(/call\.ts.*TS2339/);
  });

  it('holds values from outside as values only', () => {
    const body = '"); throw new Error("escaped"); ("';
    const [text = ''] = compileScript([toPart(everyLoad.constant, { body })]).match(/^ {4}body: .*/m) ?? [];
    expect(JSON.parse(text.slice('    body: '.length, -1))).toBe(body);
  });

  it('keeps a comment on its line', () => {
    const part = { ...toPart(everyLoad.constant), description: 'one\ntwo\u2028three' };
    expect(compileScript([part])).toContain('  // one two three\n');
  });

  it('gives every part a name that k6 allows, and no two the same', () => {
    const names = toScenarioNames([{ phase: 'load/api' }, { phase: 'load_api' }, { phase: 'größe/x y' }]);
    expect(names).toEqual(['load_api', 'load_api_1', 'gr__e_x_y']);
  });

  it.each<[string, Partial<ScriptPart['target']>, string]>([
    [
      'signed',
      { sigV4: { region: 'r', service: 's', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } } },
      'k6 cannot sign the invocations of api for AWS',
    ],
    ['retried', { retry: { attempts: 2, outcomes: ['failed'] } }, 'k6 cannot retry the invocations of api'],
  ])('is refused for a target that is %s', (_, changes, message) => {
    expect(() => compileScript([toPart(everyLoad.constant, changes)])).toThrow(
      expect.objectContaining({ code: 'ABILITY_MISSING', message }),
    );
  });
});
