/** The official AWS client, told nothing but an endpoint, and the few calls that most tests of the platform begin with. */
import {
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  InvokeCommand,
  type InvokeCommandInput,
  LambdaClient,
  Runtime,
} from '@aws-sdk/client-lambda';
import { type ZipFiles, zipFiles } from './zip-files.ts';

export const role = 'arn:aws:iam::000000000000:role/test';

/** The platform checks no signature: region and credentials only have to be there. */
export function createLambdaClient(endpoint: string): LambdaClient {
  return new LambdaClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
    // What is refused is what a test wants to see, not what a second attempt makes of it.
    maxAttempts: 1,
  });
}

export interface TestFunction extends Partial<CreateFunctionCommandInput> {
  /** A CommonJS module, unless `files` say otherwise. */
  readonly source?: string;
  readonly files?: ZipFiles;
}

/** A Node.js function, unless the fields say otherwise. */
export async function createFunction(
  client: LambdaClient,
  name: string,
  { source = 'exports.handler = async (event) => event', files, ...fields }: TestFunction = {},
): Promise<void> {
  await client.send(
    new CreateFunctionCommand({
      FunctionName: name,
      Role: role,
      Runtime: Runtime.nodejs22x,
      Handler: 'index.handler',
      MemorySize: 256,
      Timeout: 20,
      Code: { ZipFile: await zipFiles(files ?? { 'index.cjs': source }) },
      ...fields,
    }),
  );
}

export interface InvokeAnswer {
  readonly status: number | undefined;
  readonly functionError: string | undefined;
  /** Parsed; undefined when there was none. */
  readonly payload: unknown;
  /** The end of the log, when it was asked for. */
  readonly log: string;
  readonly requestId: string;
}

export async function invoke(
  client: LambdaClient,
  name: string,
  event: unknown = {},
  fields: Partial<InvokeCommandInput> = {},
): Promise<InvokeAnswer> {
  const answer = await client.send(
    new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(event), ...fields }),
  );
  const text = answer.Payload?.transformToString() ?? '';
  return {
    status: answer.StatusCode,
    functionError: answer.FunctionError,
    payload: text === '' ? undefined : (JSON.parse(text) as unknown),
    log: Buffer.from(answer.LogResult ?? '', 'base64').toString('utf8'),
    requestId: answer.$metadata.requestId ?? '',
  };
}
