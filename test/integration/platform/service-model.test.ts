/** Every operation that the platform has, and every error that it throws, beside botocore's service model of Lambda. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LambdaError, type LambdaErrorType } from '../../../platform/control/lambda-error.ts';
import { type Platform, startPlatform } from '../../../platform/start-platform.ts';
import { awsClientsAreMissing } from '../../support/aws-clients.ts';
import { type Boto3, type Fields, startBoto3, toBase64 } from '../../support/boto3.ts';
import { role } from '../../support/lambda-client.ts';
import {
  findErrorProblems,
  findProblems,
  readServiceModel,
  type ServiceModel,
} from '../../support/service-model.ts';
import { describeWhereThere } from '../../support/skip-where-missing.ts';
import { zipFiles } from '../../support/zip-files.ts';

const FunctionName = 'modelled';
const live = { FunctionName, Qualifier: 'live' };
const Resource = `arn:aws:lambda:us-east-1:000000000000:function:${FunctionName}`;
const code = toBase64(await zipFiles({ 'index.cjs': 'exports.handler = async (event) => event' }));
const settings = { Role: role, Runtime: 'nodejs22.x', Handler: 'index.handler', Code: { ZipFile: code } };
const EventSourceArn = 'arn:aws:sqs:us-east-1:000000000000:modelled';

/** Of AWS's examples; only there when it was asked for. */
const mayLack = ['DestinationConfig', 'KMSKeyArn', 'NextMarker', 'RoutingConfig'];

/** Their example is of a stream. */
const mayLackOfSource = [
  'BisectBatchOnFunctionError',
  'DestinationConfig',
  'LastProcessingResult',
  'MaximumRecordAgeInSeconds',
  'MaximumRetryAttempts',
];

/** In the order of a function's life. `UUID` is that of the event source mapping. */
const operations: readonly (readonly [operation: string, fields: Fields])[] = [
  [
    'CreateFunction',
    { FunctionName, ...settings, Environment: { Variables: { MODE: 'test' } }, Tags: { a: 'b' } },
  ],
  ['GetFunction', { FunctionName }],
  ['GetFunctionConfiguration', { FunctionName }],
  ['ListFunctions', { MaxItems: 1 }],
  ['UpdateFunctionConfiguration', { FunctionName, MemorySize: 256 }],
  ['UpdateFunctionCode', { FunctionName, ZipFile: code }],
  ['PublishVersion', { FunctionName }],
  ['ListVersionsByFunction', { FunctionName }],
  ['CreateAlias', { FunctionName, Name: 'live', FunctionVersion: '1', Description: 'one' }],
  ['GetAlias', { FunctionName, Name: 'live' }],
  ['UpdateAlias', { FunctionName, Name: 'live', FunctionVersion: '1' }],
  ['ListAliases', { FunctionName }],
  ['Invoke', { FunctionName, Payload: '{}', LogType: 'Tail' }],
  ['InvokeAsync', { FunctionName, InvokeArgs: '{}' }],
  ['InvokeWithResponseStream', { FunctionName, Payload: '{}' }],
  ['GetAccountSettings', {}],
  ['PutFunctionConcurrency', { FunctionName, ReservedConcurrentExecutions: 5 }],
  ['GetFunctionConcurrency', { FunctionName }],
  ['DeleteFunctionConcurrency', { FunctionName }],
  ['PutProvisionedConcurrencyConfig', { ...live, ProvisionedConcurrentExecutions: 1 }],
  ['GetProvisionedConcurrencyConfig', live],
  ['ListProvisionedConcurrencyConfigs', { FunctionName }],
  ['DeleteProvisionedConcurrencyConfig', live],
  ['PutFunctionEventInvokeConfig', { FunctionName, MaximumRetryAttempts: 1, MaximumEventAgeInSeconds: 60 }],
  ['GetFunctionEventInvokeConfig', { FunctionName }],
  ['UpdateFunctionEventInvokeConfig', { FunctionName, MaximumRetryAttempts: 2 }],
  ['ListFunctionEventInvokeConfigs', { FunctionName }],
  ['DeleteFunctionEventInvokeConfig', { FunctionName }],
  ['CreateFunctionUrlConfig', { FunctionName, AuthType: 'NONE', Cors: { AllowOrigins: ['*'] } }],
  ['GetFunctionUrlConfig', { FunctionName }],
  ['UpdateFunctionUrlConfig', { FunctionName, InvokeMode: 'RESPONSE_STREAM' }],
  ['ListFunctionUrlConfigs', { FunctionName }],
  ['DeleteFunctionUrlConfig', { FunctionName }],
  ['CreateEventSourceMapping', { FunctionName, EventSourceArn, ScalingConfig: { MaximumConcurrency: 2 } }],
  ['GetEventSourceMapping', { UUID: '' }],
  ['UpdateEventSourceMapping', { UUID: '', FunctionResponseTypes: ['ReportBatchItemFailures'] }],
  ['ListEventSourceMappings', { FunctionName }],
  ['DeleteEventSourceMapping', { UUID: '' }],
  ['TagResource', { Resource, Tags: { owner: 'test' } }],
  ['ListTags', { Resource }],
  ['UntagResource', { Resource, TagKeys: ['owner'] }],
  ['DeleteAlias', { FunctionName, Name: 'live' }],
  ['DeleteFunction', { FunctionName }],
];

/** What of the service model the platform does not have. */
const notThere = `
  AddLayerVersionPermission DeleteLayerVersion GetLayerVersion GetLayerVersionByArn GetLayerVersionPolicy
  ListLayerVersions ListLayers PublishLayerVersion RemoveLayerVersionPermission AddPermission GetPolicy
  RemovePermission DeleteResourcePolicy GetResourcePolicy PutResourcePolicy CreateCodeSigningConfig
  DeleteCodeSigningConfig DeleteFunctionCodeSigningConfig GetCodeSigningConfig
  GetFunctionCodeSigningConfig ListCodeSigningConfigs ListFunctionsByCodeSigningConfig
  PutFunctionCodeSigningConfig UpdateCodeSigningConfig CreateCapacityProvider DeleteCapacityProvider
  GetCapacityProvider ListCapacityProviders ListFunctionVersionsByCapacityProvider UpdateCapacityProvider
  GetFunctionScalingConfig PutFunctionScalingConfig GetFunctionRecursionConfig PutFunctionRecursionConfig
  GetRuntimeManagementConfig PutRuntimeManagementConfig CheckpointDurableExecution DeleteDurableExecution
  GetDurableExecution GetDurableExecutionHistory GetDurableExecutionState ListDurableExecutionsByFunction
  PauseDurableExecution ResumeDurableExecution StopDurableExecution SendDurableExecutionCallbackFailure
  SendDurableExecutionCallbackHeartbeat SendDurableExecutionCallbackSuccess`
  .trim()
  .split(/\s+/);

const noSource = { UUID: '00000000-0000-0000-0000-000000000000' };

/** Each operation on a function, of one that is not there. */
const ofNobody = operations
  .filter(
    ([name, fields]) => 'FunctionName' in fields && !/^(CreateFunction|ListEventSourceMappings)$/.test(name),
  )
  .map(([name, fields]) => [name, { ...fields, FunctionName: 'nobody' }] as const);

/** What is thrown, and by which call; nothing where no test can bring it about. */
const refusals: Readonly<
  Record<
    LambdaErrorType,
    readonly (readonly [operation: string, fields: Fields])[] | 'not of the model' | 'unreached'
  >
> = {
  InvalidParameterValueException: [
    ['CreateFunction', { ...settings, FunctionName: 'bad', Timeout: 901 }],
    ['UpdateFunctionConfiguration', { FunctionName: 'there', Timeout: 901 }],
    ['PutFunctionConcurrency', { FunctionName: 'there', ReservedConcurrentExecutions: 901 }],
    [
      'CreateEventSourceMapping',
      { FunctionName: 'there', EventSourceArn: 'arn:aws:sqs:us-east-1:000000000000:no' },
    ],
  ],
  InvalidRequestContentException: [
    ['Invoke', { FunctionName: 'there', Payload: '{' }],
    ['InvokeWithResponseStream', { FunctionName: 'there', Payload: '{' }],
    ['InvokeAsync', { FunctionName: 'there', InvokeArgs: '{' }],
  ],
  PreconditionFailedException: [
    ['PublishVersion', { FunctionName: 'there', RevisionId: 'other' }],
    ['UpdateFunctionCode', { FunctionName: 'there', RevisionId: 'other', ZipFile: code }],
    ['UpdateFunctionConfiguration', { FunctionName: 'there', RevisionId: 'other', Timeout: 9 }],
    ['UpdateAlias', { FunctionName: 'there', Name: 'live', RevisionId: 'other' }],
  ],
  ProvisionedConcurrencyConfigNotFoundException: [
    ['GetProvisionedConcurrencyConfig', { FunctionName: 'there', Qualifier: 'live' }],
  ],
  RequestTooLargeException: [
    ['Invoke', { FunctionName: 'there', Payload: ' '.repeat(6_300_000) }],
    ['InvokeWithResponseStream', { FunctionName: 'there', Payload: ' '.repeat(6_300_000) }],
  ],
  ResourceConflictException: [
    ['CreateFunction', { ...settings, FunctionName: 'there' }],
    ['CreateAlias', { FunctionName: 'there', Name: 'live', FunctionVersion: '1' }],
  ],
  ResourceNotFoundException: [
    ...ofNobody,
    ['GetAlias', { FunctionName: 'there', Name: 'nobody' }],
    ['GetFunctionUrlConfig', { FunctionName: 'there' }],
    ['GetFunctionEventInvokeConfig', { FunctionName: 'there' }],
    ['GetEventSourceMapping', noSource],
    ['UpdateEventSourceMapping', noSource],
    ['DeleteEventSourceMapping', noSource],
    ['ListTags', { Resource: `${Resource}-not` }],
  ],
  TooManyRequestsException: [['Invoke', { FunctionName: 'off', Payload: '{}' }]],
  // These take a gigabyte of code, a machine without memory, and a disk that takes nothing.
  CodeStorageExceededException: 'unreached',
  ServiceQuotaExceededException: 'unreached',
  ServiceException: 'unreached',
  AccessDeniedException: 'not of the model',
  UnknownOperationException: 'not of the model',
};

describeWhereThere(awsClientsAreMissing, 'the service model of Lambda', () => {
  let model: ServiceModel;
  let platform: Platform;
  let boto: Boto3;
  let UUID: unknown;
  beforeAll(async () => {
    model = readServiceModel();
    platform = await startPlatform();
    boto = startBoto3(platform.endpoint);
    await boto.callSqs('create_queue', { QueueName: 'modelled' });
    for (const name of ['there', 'off']) {
      await boto.call('CreateFunction', { FunctionName: name, ...settings, Publish: true });
    }
    await boto.call('CreateAlias', { FunctionName: 'there', Name: 'live', FunctionVersion: '1' });
    await boto.call('PutFunctionConcurrency', { FunctionName: 'off', ReservedConcurrentExecutions: 0 });
  });
  afterAll(async () => {
    await boto.close();
    await platform.close();
  });

  it.each(operations)('%s answers in its shape, with its status', async (operation, fields) => {
    const answer = await boto.call(operation, 'UUID' in fields ? { ...fields, UUID } : fields);
    UUID = answer['UUID'] ?? UUID;
    const isOfSource = /EventSource/.test(operation);
    expect(findProblems(model, boto.lastWire(), isOfSource ? mayLackOfSource : mayLack)).toEqual([]);
  });

  it('has no other operation', async () => {
    const nameIfThere = async ([name, { http }]: (typeof entries)[number]): Promise<string | undefined> => {
      const path = http.requestUri.replaceAll(/\{\w+\}/g, 'nobody');
      const answer = await fetch(`${platform.endpoint}${path}`, { method: http.method });
      const isKnown = answer.headers.get('x-amzn-errortype') !== 'UnknownOperationException';
      return isKnown ? name : undefined;
    };
    const entries = Object.entries(model.operations);
    const found = await Promise.all(entries.map(nameIfThere));
    const known = found.filter((name) => name !== undefined);
    expect(known.toSorted()).toEqual(operations.map(([name]) => name).toSorted());
    const unknown = Object.keys(model.operations).filter((name) => !known.includes(name));
    expect(unknown.toSorted()).toEqual(notThere.toSorted());
  });

  describe.each(Object.entries(refusals))('%s', (type, calls) => {
    if (calls === 'not of the model') {
      it('is none of the model', () => expect(model.shapes[type]).toBeUndefined());
      return;
    }
    it('has the status of the model', () => {
      expect(new LambdaError(type as LambdaErrorType, '').status).toBe(
        model.shapes[type]?.error?.httpStatusCode,
      );
    });
    if (calls === 'unreached') return;
    it.each(calls)('is what %s may throw', async (operation, fields) => {
      expect(await boto.callToFail(operation, fields)).toMatchObject({ name: type, isModelled: true });
      expect(findErrorProblems(model, boto.lastWire())).toEqual([]);
    });
  });
});
