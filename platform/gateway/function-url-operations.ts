/** The operations on the URLs of functions. */
import { latestVersion, toFunctionArn } from '../control/function-revision.ts';
import {
  createUrlId,
  type FunctionUrl,
  getUrl,
  readUrlSettings,
  type UrlCors,
} from '../control/function-url.ts';
import { LambdaError } from '../control/lambda-error.ts';
import {
  answer,
  answerNothing,
  type LambdaCall,
  type Operations,
  readFields,
  readFunctionName,
  readReference,
} from './lambda-call.ts';
import { toPage } from './paging.ts';
import { readTarget, type Target } from './read-target.ts';

export const functionUrlOperations: Operations = {
  async 'POST /2021-10-31/functions/{name}/url'(call) {
    readAddressed(call);
    const settings = readUrlSettings(await readFields(call));
    const { deployed, qualifier } = readAddressed(call);
    if (deployed.urls.has(qualifier)) {
      throw new LambdaError(
        'ResourceConflictException',
        `Failed to create function url config for [functionArn = ${toFunctionArn(deployed.name)}]. Error message:  FunctionUrlConfig exists for this Lambda function`,
      );
    }
    const nowMs = call.context.clock.epochMs();
    const url = { ...settings, id: createUrlId(), createdEpochMs: nowMs, modifiedEpochMs: nowMs };
    // In the service model this answer alone is without it.
    const { LastModifiedTime, ...created } = await put(call, url);
    answer(call, 201, created);
  },
  'GET /2021-10-31/functions/{name}/url'(call) {
    const { deployed, qualifier } = readAddressed(call);
    answer(call, 200, toWire(call, deployed.name, qualifier, getUrl(deployed, qualifier)));
  },
  async 'PUT /2021-10-31/functions/{name}/url'(call) {
    readAddressed(call);
    const fields = await readFields(call);
    const { deployed, qualifier } = readAddressed(call);
    const current = getUrl(deployed, qualifier);
    const modifiedEpochMs = call.context.clock.epochMs();
    const url = { ...current, ...readUrlSettings(fields, current), modifiedEpochMs };
    answer(call, 200, await put(call, url));
  },
  async 'DELETE /2021-10-31/functions/{name}/url'(call) {
    const { deployed, qualifier } = readAddressed(call);
    getUrl(deployed, qualifier);
    deployed.urls.delete(qualifier);
    await call.context.registry.save(deployed.name);
    answerNothing(call);
  },
  'GET /2021-10-31/functions/{name}/urls'(call) {
    const { name, urls } = call.context.registry.get(readFunctionName(call));
    const { items, marker } = toPage([...urls], ([qualifier]) => qualifier, call.query);
    answer(call, 200, {
      FunctionUrlConfigs: items.map(([qualifier, url]) => toWire(call, name, qualifier, url)),
      NextMarker: marker,
    });
  },
};

function readAddressed(call: LambdaCall): Target {
  const { qualifier = latestVersion } = readReference(call);
  if (/^\d+$/.test(qualifier)) {
    throw new LambdaError(
      'InvalidParameterValueException',
      `1 validation error detected: Value '${qualifier}' at 'qualifier' failed to satisfy constraint: A function URL is for a function or an alias, not for a version`,
    );
  }
  return readTarget(call);
}

async function put(call: LambdaCall, url: FunctionUrl): Promise<Record<string, unknown>> {
  const { deployed, qualifier } = readAddressed(call);
  deployed.urls.set(qualifier, url);
  await call.context.registry.save(deployed.name);
  call.context.log(`function ${deployed.name}:${qualifier} has a URL`);
  return toWire(call, deployed.name, qualifier, url);
}

function toWire(
  { request }: LambdaCall,
  functionName: string,
  qualifier: string,
  { id, authType, invokeMode, cors, createdEpochMs, modifiedEpochMs }: FunctionUrl,
): Record<string, unknown> {
  return {
    // The platform has one address for all: the path tells them apart.
    FunctionUrl: `http://${request.headers.host ?? 'localhost'}/url/${id}/`,
    FunctionArn: toFunctionArn(functionName, qualifier === latestVersion ? undefined : qualifier),
    AuthType: authType,
    InvokeMode: invokeMode,
    Cors: cors && toWireCors(cors),
    CreationTime: new Date(createdEpochMs).toISOString(),
    LastModifiedTime: new Date(modifiedEpochMs).toISOString(),
  };
}

function toWireCors(cors: UrlCors): Record<string, unknown> {
  return {
    AllowCredentials: cors.allowCredentials,
    AllowHeaders: cors.allowHeaders,
    AllowMethods: cors.allowMethods,
    AllowOrigins: cors.allowOrigins,
    ExposeHeaders: cors.exposeHeaders,
    MaxAge: cors.maxAgeSeconds,
  };
}
