import { describe, expect, it } from '@jest/globals';
import { FaasmarkError } from '../../../harness/contract/errors.ts';
import type { Deployment, Provider } from '../../../harness/contract/provider.ts';
import type { Language } from '../../../harness/contract/workload.ts';
import { type Deployed, deployFunctions } from '../../../harness/run/deploy-functions.ts';
import type { FunctionCatalog } from '../../../harness/run/function-spec.ts';
import { parseScenario } from '../../../harness/scenario/parse-scenario.ts';

const why = 'there is no go on the PATH';
const languages: readonly Language[] = ['nodejs', 'go'];

/** Compiles nothing. */
const catalog: FunctionCatalog = {
  names: { noop: languages },
  package: async (_, language, architecture) => {
    if (language === 'go' && architecture !== 'arm64') throw new FaasmarkError('RUNTIME_MISSING', why);
    return { runtime: 'provided', handler: `${language} for ${architecture}`, files: [] };
  },
  filler: () => ({ path: 'filler', source: '' }),
  input: () => ({}),
  needsNetwork: () => false,
  expectedOutput: () => ({}),
};

async function deploy(
  functions: string,
  provider = '{ id: reference }',
): Promise<Deployed & { notes: string[] }> {
  const scenario = parseScenario(
    `name: x
seed: 1
provider: ${provider}
functions: ${functions}
experiments: [{ kind: cold-start, functions: [one], samples: 1 }]
`,
    { file: 'x.yaml', catalog: catalog.names },
  );
  const notes: string[] = [];
  const observer = {
    stage: <T>(_: string, work: (show: () => void) => Promise<T>): Promise<T> => work(() => undefined),
    note: (line: string): void => void notes.push(line),
  };
  const taker = { deploy: async ({ name }) => ({ function: name }) as Deployment } as Pick<
    Provider,
    'deploy'
  >;
  const { signal } = new AbortController();
  return {
    ...(await deployFunctions({ scenario, catalog, observer }, taker as Provider, [], signal)),
    notes,
  };
}

describe('a function whose language this machine cannot compile', () => {
  it('is left out where it is optional, and the run goes on with the others', async () => {
    const { specs, leftOut, notes } = await deploy(
      '{ one: { use: noop }, two: { use: noop, runtime: go, optional: true } }',
    );
    expect(specs.map(({ name }) => name)).toEqual(['one']);
    expect(leftOut).toEqual([{ name: 'two', isolation: undefined, reason: why }]);
    expect(notes).toEqual([`left out two: ${why}`]);
  });

  it('ends the run where it is not', async () => {
    await expect(deploy('{ one: { use: noop, runtime: go } }')).rejects.toMatchObject({
      code: 'RUNTIME_MISSING',
    });
  });
});

it('has a function compiled for the processor that the provider runs it on', async () => {
  const aws =
    '{ id: aws-lambda, region: eu-central-1, role: "arn:aws:iam::000000000000:role/x", architecture: arm64 }';
  const { specs } = await deploy('{ one: { use: noop, runtime: go } }', aws);
  expect(specs[0]?.code).toMatchObject({ handler: 'go for arm64' });
});
