/** Functions of the catalogue, deployed as users deploy them: the same package, by the same API. */
import { CreateFunctionCommand, type LambdaClient, Runtime } from '@aws-sdk/client-lambda';
import { packageZip } from '../../adapters/package-zip.ts';
import type { Language } from '../../harness/contract/workload.ts';
import { functionCatalog, type FunctionDefinition } from '../../workloads/catalog.ts';
import { packageFunction, toFillerFile } from '../../workloads/package-function.ts';
import { role } from './lambda-client.ts';

export interface ProbedOutput {
  readonly probe: {
    readonly instance: string;
    readonly invocation: number;
    readonly initDurationMs: number;
    readonly handlerDurationMs: number;
  };
  readonly output: Record<string, unknown>;
}

export function findFunction(name: string): FunctionDefinition {
  const definition = functionCatalog.get(name);
  if (definition === undefined) throw new Error(`no function ${name} in the catalogue`);
  return definition;
}

const runtimeIds = {
  nodejs: Runtime.nodejs22x,
  python: Runtime.python313,
  provided: Runtime.providedal2023,
} as const;

/** @returns the name that it is deployed under. */
export async function deployFunction(
  client: LambdaClient,
  definition: FunctionDefinition,
  language: Language,
  { fillerMiB, suffix = '' }: { fillerMiB?: number; suffix?: string } = {},
): Promise<string> {
  const name = `${definition.name}-${language}${suffix}`;
  const { runtime, handler, files } = await packageFunction(definition, language);
  const filler = fillerMiB === undefined ? [] : [toFillerFile(fillerMiB)];
  await client.send(
    new CreateFunctionCommand({
      FunctionName: name,
      Role: role,
      Runtime: runtimeIds[runtime],
      Handler: handler,
      MemorySize: 256,
      Timeout: 20,
      Code: { ZipFile: await packageZip([...files, ...filler]) },
      Tags: definition.needsNetwork ? { 'faasmark:network': 'host' } : {},
    }),
  );
  return name;
}
