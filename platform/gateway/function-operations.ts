/** The operations on functions: create, tell, list, change, delete. */
import { listRevisions } from '../control/deployed-function.ts';
import { type FunctionReference, parseFunctionReference } from '../control/function-name.ts';
import { type FunctionSettings, latestVersion } from '../control/function-revision.ts';
import { LambdaError } from '../control/lambda-error.ts';
import { type Fields, isRecord, readSettings } from '../control/read-settings.ts';
import { readPlatformTags } from '../control/platform-tags.ts';
import { readTags, type Tags } from '../control/tags.ts';
import { toFunctionConfiguration, toFunctionDescription } from '../control/to-wire.ts';
import { canMakeSnapshots } from '../isolation/backend.ts';
import type { RuntimeId } from '../runtime/runtimes.ts';
import type { GatewayContext } from './gateway-context.ts';
import {
  answer,
  answerNothing,
  type Operations,
  readFields,
  readFunctionName,
  readReference,
  readText,
} from './lambda-call.ts';
import { toPage } from './paging.ts';
import { toVersionKey } from './version-operations.ts';

export const functionOperations: Operations = {
  'POST /2015-03-31/functions': async (call) =>
    answer(call, 201, await create(await readFields(call), call.context)),
  'GET /2015-03-31/functions': (call) => answer(call, 200, list(call.query, call.context)),
  'GET /2015-03-31/functions/{name}'(call) {
    const reference = readReference(call);
    const { revision } = call.context.registry.resolve(reference);
    const reserved = call.context.registry.reservations.get(reference.name);
    answer(call, 200, {
      ...toFunctionDescription(revision, call.context.registry.get(reference.name).tags, reference.qualifier),
      ...(reserved !== undefined && { Concurrency: { ReservedConcurrentExecutions: reserved } }),
    });
  },
  'GET /2015-03-31/functions/{name}/configuration'(call) {
    const reference = readReference(call);
    const { revision } = call.context.registry.resolve(reference);
    answer(call, 200, toFunctionConfiguration(revision, reference.qualifier));
  },
  'PUT /2015-03-31/functions/{name}/code': async (call) =>
    answer(call, 200, await updateCode(readFunctionName(call), await readFields(call), call.context)),
  'PUT /2015-03-31/functions/{name}/configuration': async (call) =>
    answer(call, 200, await updateSettings(readFunctionName(call), await readFields(call), call.context)),
  async 'DELETE /2015-03-31/functions/{name}'(call) {
    await remove(readReference(call), call.context);
    answerNothing(call);
  },
};

async function create(fields: Fields, context: GatewayContext): Promise<unknown> {
  const { registry, log } = context;
  const { name } = parseFunctionReference(readText(fields, 'FunctionName') ?? '');
  const settings = readSettings(fields);
  demandDeadLetterQueue(settings, context);
  const code = fields['Code'];
  const tags = readTags(fields['Tags'] ?? {});
  await demandLevel(tags, settings.runtime, context);
  demandPolicies(tags, context);
  demandSnapshots(settings, tags, context);
  const revision = await registry.create(name, settings, readZip(isRecord(code) ? code : {}), {
    isPublished: fields['Publish'] === true,
    tags,
  });
  log(
    `function ${name} created: ${settings.runtime}, ${settings.memoryMiB} MiB, ${settings.timeoutSeconds} s`,
  );
  return toFunctionConfiguration(revision);
}

async function updateCode(name: string, fields: Fields, { registry, log }: GatewayContext): Promise<unknown> {
  const zip = readZip(fields);
  if (fields['DryRun'] === true) return toFunctionConfiguration(registry.get(name).latest.revision);
  const isPublished = fields['Publish'] === true;
  const revision = await registry.updateCode(name, zip, {
    isPublished,
    revisionId: readText(fields, 'RevisionId'),
  });
  log(`function ${name} has new code`);
  return toFunctionConfiguration(revision, isPublished ? revision.version : undefined);
}

async function updateSettings(name: string, fields: Fields, context: GatewayContext): Promise<unknown> {
  const { registry, log } = context;
  const change = (current: FunctionSettings): FunctionSettings => {
    const settings = readSettings(fields, current);
    if (settings.runtime !== current.runtime) {
      demandFittingLevel(registry.get(name).tags, settings.runtime, context);
    }
    // Not the one that it keeps: that may be gone by now.
    if (fields['DeadLetterConfig'] !== undefined) demandDeadLetterQueue(settings, context);
    if (fields['SnapStart'] !== undefined) demandSnapshots(settings, registry.get(name).tags, context);
    return settings;
  };
  const revision = await registry.updateSettings(name, change, {
    revisionId: readText(fields, 'RevisionId'),
  });
  log(`function ${name} has a new configuration`);
  return toFunctionConfiguration(revision);
}

/** In order of name; on demand with the published versions of each. */
function list(query: URLSearchParams, { registry }: GatewayContext): unknown {
  const isEvery = query.get('FunctionVersion') === 'ALL';
  const revisions = registry
    .list()
    .flatMap((deployed) => (isEvery ? listRevisions(deployed) : deployed.latest))
    .map(({ revision }) => revision);
  const { items, marker } = toPage(
    revisions,
    (revision) => (isEvery ? `${revision.name}:${toVersionKey(revision)}` : revision.name),
    query,
  );
  return {
    Functions: items.map((revision) =>
      toFunctionConfiguration(revision, isEvery ? revision.version : undefined),
    ),
    NextMarker: marker,
  };
}

async function remove(
  { name, qualifier }: FunctionReference,
  { registry, log }: GatewayContext,
): Promise<void> {
  if (qualifier === latestVersion) {
    throw new LambdaError(
      'InvalidParameterValueException',
      '$LATEST version cannot be deleted without deleting the function.',
    );
  }
  if (qualifier === undefined) await registry.delete(name);
  else await registry.deleteVersion(name, qualifier);
  log(`function ${name}${qualifier === undefined ? '' : `, version ${qualifier},`} deleted`);
}

/**
 * A function that this machine, or the level, cannot isolate as it asks for is refused, not run with less.
 *
 * @param tags - all that the function is to have.
 * @throws LambdaError
 */
export async function demandLevel(tags: Tags, runtime: RuntimeId, context: GatewayContext): Promise<void> {
  const { isolation } = readPlatformTags(tags);
  // The default has been tried at the start.
  const missing = isolation && (await context.backends.whyMissing(isolation));
  if (missing !== undefined) {
    throw toLevelError(`the isolation level ${isolation} is not available on this machine: ${missing}`);
  }
  demandFittingLevel(tags, runtime, context);
}

/** @throws LambdaError for options that the profile of a function has not. */
export function demandPolicies(tags: Tags, context: GatewayContext): void {
  try {
    context.toProfile(readPlatformTags(tags));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'INVALID_OPTION') throw error;
    throw new LambdaError(
      'InvalidParameterValueException',
      `tag faasmark:profile-options: ${(error as Error).message}`,
    );
  }
}

/** @throws LambdaError for a runtime that the level does not run, or a network that it does not give. */
function demandFittingLevel(tags: Tags, runtime: RuntimeId, context: GatewayContext): void {
  const { isolation, network } = readPlatformTags(tags);
  const level = isolation ?? context.isolation;
  if (network === 'host' && level !== 'process') {
    throw toLevelError(
      `the isolation level ${level} gives no function the network of this machine: add the tag faasmark:isolation=process, or leave out faasmark:network`,
    );
  }
  const refused = context.backends.get(level).whyNotRuntime?.(runtime);
  if (refused !== undefined) {
    throw toLevelError(`the isolation level ${level} cannot run ${runtime}: ${refused}`);
  }
}

function toLevelError(message: string): LambdaError {
  return new LambdaError('InvalidParameterValueException', message);
}

/** @throws LambdaError for SnapStart at a level that makes no snapshots. */
function demandSnapshots({ snapStart }: FunctionSettings, tags: Tags, context: GatewayContext): void {
  const level = readPlatformTags(tags).isolation ?? context.isolation;
  if (snapStart !== true || canMakeSnapshots(context.backends.get(level))) return;
  throw new LambdaError(
    'InvalidParameterValueException',
    `SnapStart is not supported at the isolation level ${level}: only a virtual machine can be saved and restored (tag faasmark:isolation=microvm)`,
  );
}

/** @throws LambdaError for a queue for dead letters that is not there. */
function demandDeadLetterQueue({ deadLetterArn }: FunctionSettings, { events }: GatewayContext): void {
  if (deadLetterArn === undefined || events.queues.findByArn(deadLetterArn) !== undefined) return;
  throw new LambdaError(
    'InvalidParameterValueException',
    `The target ${deadLetterArn} of DeadLetterConfig does not exist.`,
  );
}

function readZip(fields: Fields): Buffer {
  const zip = fields['ZipFile'];
  if (typeof zip === 'string' && zip !== '') return Buffer.from(zip, 'base64');
  throw new LambdaError(
    'InvalidParameterValueException',
    'Please provide the code as a zip archive in ZipFile: this platform reads neither S3 nor images',
  );
}
