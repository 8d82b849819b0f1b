import { describe, expect, it } from '@jest/globals';
import { errorCodeOf, messageOf } from '../../../harness/contract/errors.ts';
import { parseScenario } from '../../../harness/scenario/parse-scenario.ts';
import { type Scenario, platformProfiles } from '../../../harness/scenario/scenario.ts';
import { profileNames } from '../../../platform/policies/profiles/registry.ts';

const parse = (text: string): Scenario =>
  parseScenario(text, { file: 'x.yaml', catalog: { noop: ['nodejs', 'python'], sleep: ['nodejs', 'go'] } });

function problemsOf(text: string): string[] {
  try {
    parse(text);
  } catch (error) {
    expect(errorCodeOf(error)).toBe('SCENARIO_INVALID');
    return messageOf(error).split('\n');
  }
  return [];
}

const minimal = `name: tiny
functions:
  hello: { use: noop }
experiments:
  - kind: load
    functions: [hello]
    arrivals: { kind: poisson, rate: 90/m, duration: 1.5s }
`;

describe('a scenario', () => {
  it('is filled in with defaults, durations in milliseconds and rates a second', () => {
    expect(parse(minimal)).toEqual({
      name: 'tiny',
      seed: 1,
      provider: { id: 'reference', profile: 'lambda', timeScale: 1 },
      functions: {
        hello: {
          source: { kind: 'catalog', name: 'noop', runtime: 'nodejs' },
          memoryMiB: 256,
          timeoutMs: 10_000,
          environment: {},
          optional: false,
        },
      },
      experiments: [
        {
          kind: 'load',
          name: 'load',
          functions: ['hello'],
          load: {
            model: 'open',
            arrivals: { kind: 'poisson', ratePerSecond: 1.5, durationMs: 1500 },
          },
          warmUpMs: 3000,
        },
      ],
      generator: {
        engine: 'native',
        workers: 1,
        pacing: 'auto',
        maxConnections: 10_000,
        maxBacklog: 10_000,
        connectionReuse: 'reuse',
        protocol: 'http/1.1',
        maxSendDelayMs: 1,
      },
      cost: { architecture: 'x86_64', freeTier: false },
      thresholds: [],
      sinks: [],
    });
  });

  it.each([
    [
      'a function of the catalogue',
      '{ use: noop, runtime: python }',
      { kind: 'catalog', name: 'noop', runtime: 'python' },
    ],
    [
      'a folder of the user',
      '{ folder: ./mine, handler: app.run }',
      { kind: 'folder', folder: './mine', runtime: 'nodejs', handler: 'app.run' },
    ],
  ])('takes the code of a function from %s', (_, written, source) => {
    const scenario = parse(minimal.replace('{ use: noop }', written));
    expect(scenario.functions['hello']?.source).toEqual(source);
  });

  it.each([
    ['an unknown key', 'sed: 1\n', 'x.yaml:8:1 sed: unknown key; see "faasmark schema"'],
    [
      'an unknown provider',
      'provider: { id: lambda }\n',
      "x.yaml:8:13 provider.id: Invalid discriminator value. Expected 'reference' | 'aws-lambda' | 'http'; got \"lambda\"",
    ],
    [
      'a policy profile that there is not',
      'provider: { id: reference, profile: lamda }\n',
      `x.yaml:8:28 provider.profile: Invalid option: expected one of ${platformProfiles.map((name) => `"${name}"`).join('|')}; got "lamda"`,
    ],
    ['a value out of range', 'seed: -1\n', 'x.yaml:8:1 seed: Too small: expected number to be >=0; got -1'],
    [
      'AWS without a role',
      'provider: { id: aws-lambda }\n',
      'x.yaml:8:1 provider: AWS Lambda needs a "role": the ARN of the execution role of the functions',
    ],
    [
      'a fault that lasts no time',
      'provider: { id: reference, faults: { faults: [{ kind: freeze, ms: long }] } }\n',
      'x.yaml:8:63 provider.faults.faults[0].ms: expected milliseconds, or an object with the kind of a distribution; got "long"',
    ],
    [
      'a fault of nobody',
      'provider: { id: reference, faults: { functions: { hallo: [] } } }\n',
      'x.yaml:8:51 provider.faults.functions.hallo: no function "hallo"; there is "hello"',
    ],
    ['a key twice', 'name: again\n', 'x.yaml:8:1 Map keys must be unique'],
    [
      'text that is no YAML',
      'cost: [\n',
      'x.yaml:9:1 Flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
  ])('names the place of %s', (_, added, problem) => {
    expect(problemsOf(minimal + added)).toContain(problem);
  });

  it.each([
    [
      'a duration without its unit',
      'duration: 1.5s',
      'duration: 15',
      'x.yaml:7:44 experiments[0].arrivals.duration: expected a duration with its unit, such as 500ms, 15s or 10m; got 15',
    ],
    [
      'a rate without its unit',
      'rate: 90/m',
      'rate: fast',
      'x.yaml:7:32 experiments[0].arrivals.rate: expected a rate with its unit, such as 100/s or 30/m; got "fast"',
    ],
    [
      'a rate of nothing',
      'rate: 90/m',
      'rate: 0/s',
      'x.yaml:7:32 experiments[0].arrivals.rate: expected a rate above zero; got "0/s"',
    ],
    [
      'a function that is not there',
      '[hello]',
      '[hallo]',
      'x.yaml:6:17 experiments[0].functions[0]: no function "hallo" in this scenario; there is "hello"',
    ],
    [
      'a workload that is not there',
      'use: noop',
      'use: nope',
      'x.yaml:3:12 functions.hello.use: no function "nope" in the catalogue; there is "noop", "sleep"',
    ],
    [
      'a language that a workload is not written in',
      'use: noop',
      'use: noop, runtime: go',
      'x.yaml:3:23 functions.hello.runtime: the function "noop" of the catalogue is there for "nodejs", "python"; got "go"',
    ],
    [
      'an input of a function that is not of the catalogue',
      'use: noop',
      'folder: ., input: small',
      'x.yaml:3:23 functions.hello.input: only a function of the catalogue has inputs; give an "event"; got "small"',
    ],
    [
      'an event that cannot take the place of fields',
      'use: noop',
      'use: noop, input: test, event: 5',
      'x.yaml:3:36 functions.hello.event: beside "input" it gives fields that take the place of the input\'s own: expected an object; got 5',
    ],
    [
      'a filler that makes the package too large',
      'use: noop',
      'use: noop, fillerMiB: 50',
      'x.yaml:3:23 functions.hello.fillerMiB: the Lambda API takes packages up to 50 MiB: expected at most 49; got 50',
    ],
    [
      'two sources of code',
      'use: noop',
      'use: noop, folder: .',
      'x.yaml:3:3 functions.hello: expected exactly one of "use", "folder" and "url"; "use", "folder" are there',
    ],
    [
      'a URL for a provider that deploys',
      'use: noop',
      'url: "http://x/"',
      'x.yaml:3:12 functions.hello.url: a function with a "url" needs the provider "http"; got "http://x/"',
    ],
    [
      'a name that cannot be one',
      'hello: {',
      '1st: {',
      'x.yaml:3:3 functions.1st: expected a name: a letter, then letters, digits, - or _, 30 at most',
    ],
    [
      'something missing',
      '    functions: [hello]\n',
      '',
      'x.yaml:5:5 experiments[0].functions: missing; expected array',
    ],
  ])('names the place, the value and the remedy of %s', (_, right, wrong, problem) => {
    expect(problemsOf(minimal.replace(right, wrong))).toContain(problem);
  });

  it('knows all policy profiles of the platform, and how fast they are to go', () => {
    expect(platformProfiles).toEqual(profileNames);
    const { provider } = parse(
      `${minimal}provider: { id: reference, profile: knative-kpa, timeScale: 60 }\n`,
    );
    expect(provider).toEqual({ id: 'reference', profile: 'knative-kpa', timeScale: 60 });
  });

  it('reports every problem at once, in the order of the file', () => {
    const problems = problemsOf(`name: 9
functions:
  a: { use: nope, memoryMiB: 1 }
experiments:
  - { kind: scale-out, function: b, instances: 1 }
  - { kind: scale-out, function: a, instances: 2 }
`);
    expect(problems.map((problem) => problem.split(' ')[1])).toEqual([
      'name:',
      'functions.a.use:',
      'functions.a.memoryMiB:',
      'experiments[0].function:',
      'experiments[0].instances:',
      'experiments[1]:',
    ]);
  });

  it.each([
    ['an empty file', ''],
    ['a list', '- 1'],
    ['a text', 'hello'],
  ])('refuses %s', (_, text) => {
    expect(problemsOf(text)[0]).toMatch(/^x\.yaml:1:1 scenario: Invalid input: expected object/);
  });

  it('refuses aliases that would unfold without end', () => {
    const rows = Array.from({ length: 9 }, (_, at) => `k${at + 1}: &a${at + 1} [${`*a${at},`.repeat(9)}]`);
    expect(problemsOf(`k0: &a0 [x]\n${rows.join('\n')}`)[0]).toMatch(/Excessive alias count/);
  });
});
