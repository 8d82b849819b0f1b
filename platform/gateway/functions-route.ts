/** `/2015-03-31/functions…`: the control part of the Lambda API. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type FunctionReference, parseFunctionReference } from '../control/function-name.ts';
import { LambdaError } from '../control/lambda-error.ts';
import { quotas } from '../control/quotas.ts';
import { type Fields, isRecord, readSettings } from '../control/read-settings.ts';
import { toFunctionConfiguration, toFunctionDescription } from '../control/to-wire.ts';
import { sendJson } from './answer.ts';
import type { GatewayContext } from './gateway-context.ts';
import { demandLatest, serveInvoke } from './invoke-route.ts';
import { readBody } from './read-body.ts';
import { toUrl } from './to-url.ts';

export const functionsPrefix = '/2015-03-31/functions';

/** A zip in base64, and room for the configuration. */
const maxBodyBytes = Math.ceil((quotas.zipBytes * 4) / 3) + 1024 * 1024;
const pageSize = { least: 1, most: 50 };

/** @throws LambdaError */
export async function serveFunctions(
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
  context: GatewayContext,
): Promise<void> {
  const url = toUrl(request.url);
  const [before = '', name = '', ...rest] = url.pathname.slice(functionsPrefix.length).split('/');
  const operation = `${request.method ?? ''} ${before}${name === '' ? '' : '{name}'}${rest.map((part) => `/${part}`).join('')}`;
  const answer = (status: number, value: unknown): void =>
    sendJson(response, status, value, { 'x-amzn-requestid': requestId });
  const readReference = (): FunctionReference => {
    const parsed = parseFunctionReference(decode(name));
    const reference = {
      name: parsed.name,
      qualifier: parsed.qualifier ?? url.searchParams.get('Qualifier') ?? undefined,
    };
    demandLatest(reference);
    return reference;
  };

  switch (operation) {
    case 'POST {name}/invocations':
      return await serveInvoke(request, response, readReference(), requestId, context);
    case 'POST ':
      return answer(201, await create(await readFields(request), context));
    case 'GET ':
      return answer(200, list(url.searchParams, context));
    case 'GET {name}':
      return answer(200, toFunctionDescription(context.registry.get(readReference().name).revision));
    case 'GET {name}/configuration':
      return answer(200, toFunctionConfiguration(context.registry.get(readReference().name).revision));
    case 'PUT {name}/code':
      return answer(200, await updateCode(readReference().name, await readFields(request), context));
    case 'PUT {name}/configuration':
      return answer(200, await updateSettings(readReference().name, await readFields(request), context));
    case 'DELETE {name}': {
      const reference = readReference();
      context.registry.delete(reference.name);
      context.log(`function ${reference.name} deleted`);
      response.writeHead(204, { 'x-amzn-requestid': requestId }).end();
      return;
    }
    default:
      throw new LambdaError(
        'UnknownOperationException',
        `no such operation: ${request.method} ${url.pathname}`,
      );
  }
}

/** What is wrongly encoded is no name, and stays as it came for the refusal. */
function decode(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

async function create(fields: Fields, { registry, log }: GatewayContext): Promise<unknown> {
  const { name } = parseFunctionReference(readText(fields, 'FunctionName') ?? '');
  const settings = readSettings(fields);
  const code = fields['Code'];
  const revision = await registry.create(name, settings, readZip(isRecord(code) ? code : {}));
  log(
    `function ${name} created: ${settings.runtime}, ${settings.memoryMiB} MiB, ${settings.timeoutSeconds} s`,
  );
  return toFunctionConfiguration(revision);
}

async function updateCode(name: string, fields: Fields, { registry, log }: GatewayContext): Promise<unknown> {
  const zip = readZip(fields);
  if (fields['Publish'] === true) {
    throw new LambdaError(
      'InvalidParameterValueException',
      'Published versions are not supported by this platform',
    );
  }
  if (fields['DryRun'] === true) return toFunctionConfiguration(registry.get(name).revision);
  const revision = await registry.updateCode(name, zip, readText(fields, 'RevisionId'));
  log(`function ${name} has new code`);
  return toFunctionConfiguration(revision);
}

async function updateSettings(
  name: string,
  fields: Fields,
  { registry, log }: GatewayContext,
): Promise<unknown> {
  const revision = await registry.updateSettings(
    name,
    (current) => readSettings(fields, current),
    readText(fields, 'RevisionId'),
  );
  log(`function ${name} has a new configuration`);
  return toFunctionConfiguration(revision);
}

/** In order of name; the marker is the last name of the page before. */
function list(query: URLSearchParams, { registry }: GatewayContext): unknown {
  const size = Number(query.get('MaxItems') ?? pageSize.most);
  if (!Number.isInteger(size) || size < pageSize.least || size > 10_000) {
    throw new LambdaError(
      'InvalidParameterValueException',
      `MaxItems: expected 1 to 10000, got ${query.get('MaxItems')}`,
    );
  }
  const marker = Buffer.from(query.get('Marker') ?? '', 'base64url').toString('utf8');
  const rest = registry.list().filter(({ name }) => name > marker);
  const page = rest.slice(0, Math.min(size, pageSize.most));
  const last = page.at(-1);
  return {
    Functions: page.map(toFunctionConfiguration),
    ...(last !== undefined &&
      page.length < rest.length && { NextMarker: Buffer.from(last.name).toString('base64url') }),
  };
}

async function readFields(request: IncomingMessage): Promise<Fields> {
  const body = await readBody(request, maxBodyBytes);
  if (body === 'tooLarge') {
    throw new LambdaError('RequestTooLargeException', `Request must be smaller than ${maxBodyBytes} bytes`);
  }
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

function readText(fields: Fields, name: string): string | undefined {
  const value = fields[name] ?? undefined;
  if (value === undefined || typeof value === 'string') return value;
  throw new LambdaError('InvalidRequestContentException', `${name}: expected a string`);
}

function readZip(fields: Fields): Buffer {
  const zip = fields['ZipFile'];
  if (typeof zip === 'string' && zip !== '') return Buffer.from(zip, 'base64');
  throw new LambdaError(
    'InvalidParameterValueException',
    'Please provide the code as a zip archive in ZipFile: this platform reads neither S3 nor images',
  );
}
