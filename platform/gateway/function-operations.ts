/** The operations on functions: create, tell, list, change, delete. */
import { parseFunctionReference } from '../control/function-name.ts';
import { LambdaError } from '../control/lambda-error.ts';
import { type Fields, isRecord, readSettings } from '../control/read-settings.ts';
import { toFunctionConfiguration, toFunctionDescription } from '../control/to-wire.ts';
import type { GatewayContext } from './gateway-context.ts';
import { demandLatest } from './invoke-route.ts';
import {
  answer,
  answerNothing,
  type LambdaCall,
  type Operations,
  readFields,
  readReference,
  readText,
} from './lambda-call.ts';

const pageSize = { least: 1, most: 50 };

export const functionOperations: Operations = {
  'POST /2015-03-31/functions': async (call) =>
    answer(call, 201, await create(await readFields(call), call.context)),
  'GET /2015-03-31/functions': (call) => answer(call, 200, list(call.query, call.context)),
  'GET /2015-03-31/functions/{name}': (call) =>
    answer(call, 200, toFunctionDescription(call.context.registry.get(readName(call)).revision)),
  'GET /2015-03-31/functions/{name}/configuration': (call) =>
    answer(call, 200, toFunctionConfiguration(call.context.registry.get(readName(call)).revision)),
  'PUT /2015-03-31/functions/{name}/code': async (call) =>
    answer(call, 200, await updateCode(readName(call), await readFields(call), call.context)),
  'PUT /2015-03-31/functions/{name}/configuration': async (call) =>
    answer(call, 200, await updateSettings(readName(call), await readFields(call), call.context)),
  'DELETE /2015-03-31/functions/{name}'(call) {
    const name = readName(call);
    call.context.registry.delete(name);
    call.context.log(`function ${name} deleted`);
    answerNothing(call);
  },
};

function readName(call: LambdaCall): string {
  const reference = readReference(call);
  demandLatest(reference);
  return reference.name;
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

function readZip(fields: Fields): Buffer {
  const zip = fields['ZipFile'];
  if (typeof zip === 'string' && zip !== '') return Buffer.from(zip, 'base64');
  throw new LambdaError(
    'InvalidParameterValueException',
    'Please provide the code as a zip archive in ZipFile: this platform reads neither S3 nor images',
  );
}
