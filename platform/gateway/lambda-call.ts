/** One call of the Lambda API, and how its operations read and answer it. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type FunctionReference, parseFunctionReference } from '../control/function-name.ts';
import { latestVersion } from '../control/function-revision.ts';
import { LambdaError } from '../control/lambda-error.ts';
import { quotas } from '../control/quotas.ts';
import { type Fields, isRecord } from '../control/read-settings.ts';
import { sendJson } from './answer.ts';
import type { GatewayContext } from './gateway-context.ts';
import { readBody } from './read-body.ts';

export interface LambdaCall {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly requestId: string;
  readonly query: URLSearchParams;
  /** What stands in the path for the names in braces, decoded. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly context: GatewayContext;
}

type Operation = (call: LambdaCall) => Promise<void> | void;

/** By method and path; a name in braces stands for any one segment. */
export type Operations = Readonly<Record<string, Operation>>;

/** A zip in base64, and room for the configuration. */
const maxBodyBytes = Math.ceil((quotas.zipBytes * 4) / 3) + 1024 * 1024;

export function answer({ response, requestId }: LambdaCall, status: number, value: unknown): void {
  sendJson(response, status, value, { 'x-amzn-requestid': requestId });
}

export function answerNothing({ response, requestId }: LambdaCall): void {
  response.writeHead(204, { 'x-amzn-requestid': requestId }).end();
}

/** The function that the path names, with the qualifier that it or the query names. @throws LambdaError */
export function readReference({ parameters, query }: LambdaCall): FunctionReference {
  const { name, qualifier } = parseFunctionReference(parameters['name'] ?? '');
  const asked = query.get('Qualifier') ?? undefined;
  if (qualifier !== undefined && asked !== undefined && qualifier !== asked) {
    throw new LambdaError(
      'InvalidParameterValueException',
      'The derived qualifier from the function name does not match the specified qualifier.',
    );
  }
  return { name, qualifier: qualifier ?? asked };
}

/** The function that the path names, for what concerns it as a whole. @throws LambdaError */
export function readFunctionName(call: LambdaCall): string {
  const { name, qualifier } = readReference(call);
  if (qualifier === undefined || qualifier === latestVersion) return name;
  throw new LambdaError(
    'InvalidParameterValueException',
    'This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. Please specify either a function name or an unqualified function ARN.',
  );
}

/** The JSON object in the body; an empty one where there is none. @throws LambdaError */
export async function readFields({ request }: LambdaCall): Promise<Fields> {
  const body = await readBody(request, maxBodyBytes);
  if (body === 'tooLarge') {
    throw new LambdaError('RequestTooLargeException', `Request must be smaller than ${maxBodyBytes} bytes`);
  }
  if (body.length === 0) return {};
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch (error) {
    throw new LambdaError(
      'InvalidRequestContentException',
      `Could not parse request body into json: ${(error as Error).message}`,
    );
  }
  if (isRecord(value)) return value;
  throw new LambdaError('InvalidRequestContentException', 'The request body is not a json object');
}

/** @throws LambdaError when it is there and no string. */
export function readText(fields: Fields, name: string): string | undefined {
  const value = fields[name] ?? undefined;
  if (value === undefined || typeof value === 'string') return value;
  throw new LambdaError('InvalidRequestContentException', `${name}: expected a string`);
}

const longestDescription = 256;

/** @throws LambdaError */
export function readDescription(fields: Fields): string | undefined {
  const description = readText(fields, 'Description');
  if (description === undefined || description.length <= longestDescription) return description;
  throw new LambdaError(
    'InvalidParameterValueException',
    `1 validation error detected: Value '${description}' at 'description' failed to satisfy constraint: ` +
      `Member must have length less than or equal to ${longestDescription}`,
  );
}
