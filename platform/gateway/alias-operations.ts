/** The operations on aliases. */
import {
  type Alias,
  type AliasChange,
  createAlias,
  deleteAlias,
  getAlias,
  updateAlias,
} from '../control/alias.ts';
import type { DeployedFunction } from '../control/deployed-function.ts';
import { toFunctionArn } from '../control/function-revision.ts';
import { LambdaError } from '../control/lambda-error.ts';
import { type Fields, isRecord } from '../control/read-settings.ts';
import type { Pool } from '../instances/pool.ts';
import {
  answer,
  answerNothing,
  type LambdaCall,
  type Operations,
  readDescription,
  readFields,
  readFunctionName,
  readText,
} from './lambda-call.ts';
import { toPage } from './paging.ts';

export const aliasOperations: Operations = {
  async 'POST /2015-03-31/functions/{name}/aliases'(call) {
    const functionName = readFunctionName(call);
    const fields = await readFields(call);
    const deployed = call.context.registry.get(functionName);
    const change = readChange(fields);
    if (change.version === undefined) {
      throw new LambdaError(
        'InvalidParameterValueException',
        "1 validation error detected: Value null at 'functionVersion' failed to satisfy constraint: Member must not be null",
      );
    }
    const alias = createAlias(deployed, readText(fields, 'Name') ?? '', change);
    await call.context.registry.save(functionName);
    call.context.log(`function ${functionName} has the alias ${alias.name} for version ${alias.version}`);
    answer(call, 201, toAliasConfiguration(functionName, alias));
  },
  'GET /2015-03-31/functions/{name}/aliases'(call) {
    const deployed = readDeployed(call);
    const version = call.query.get('FunctionVersion');
    const aliases = [...deployed.aliases.values()].filter(
      (alias) => version === null || alias.version === version,
    );
    const { items, marker } = toPage(aliases, ({ name }) => name, call.query);
    answer(call, 200, {
      Aliases: items.map((alias) => toAliasConfiguration(deployed.name, alias)),
      NextMarker: marker,
    });
  },
  'GET /2015-03-31/functions/{name}/aliases/{alias}'(call) {
    const deployed = readDeployed(call);
    answer(call, 200, toAliasConfiguration(deployed.name, getAlias(deployed, readAliasName(call))));
  },
  async 'PUT /2015-03-31/functions/{name}/aliases/{alias}'(call) {
    const functionName = readFunctionName(call);
    const fields = await readFields(call);
    const deployed = call.context.registry.get(functionName);
    const alias = updateAlias(
      deployed,
      readAliasName(call),
      readChange(fields),
      readText(fields, 'RevisionId'),
    );
    await call.context.registry.save(functionName);
    call.context.log(`function ${functionName} has the alias ${alias.name} for version ${alias.version}`);
    answer(call, 200, toAliasConfiguration(functionName, alias));
  },
  /** One that is not there is as good as deleted, as on Lambda. */
  async 'DELETE /2015-03-31/functions/{name}/aliases/{alias}'(call) {
    const deployed = readDeployed(call);
    deleteAlias(deployed, readAliasName(call));
    await call.context.registry.save(deployed.name);
    answerNothing(call);
  },
};

function readDeployed(call: LambdaCall): DeployedFunction<Pool> {
  return call.context.registry.get(readFunctionName(call));
}

function readAliasName({ parameters }: LambdaCall): string {
  return parameters['alias'] ?? '';
}

function readChange(fields: Fields): AliasChange {
  const routing = fields['RoutingConfig'];
  const weights = isRecord(routing) ? (routing['AdditionalVersionWeights'] ?? {}) : undefined;
  return {
    version: readText(fields, 'FunctionVersion'),
    description: readDescription(fields),
    weights: weights === undefined ? undefined : readWeights(weights),
  };
}

function readWeights(value: unknown): Readonly<Record<string, number>> {
  const isShare = (weight: unknown): boolean => typeof weight === 'number' && weight >= 0 && weight <= 1;
  if (isRecord(value) && Object.values(value).every(isShare)) return value as Record<string, number>;
  throw new LambdaError(
    'InvalidParameterValueException',
    `1 validation error detected: Value '${JSON.stringify(value)}' at 'routingConfig.additionalVersionWeights' failed to satisfy constraint: ` +
      'Map value must have value less than or equal to 1.0 and greater than or equal to 0.0',
  );
}

function toAliasConfiguration(functionName: string, alias: Alias): Record<string, unknown> {
  return {
    AliasArn: toFunctionArn(functionName, alias.name),
    Name: alias.name,
    FunctionVersion: alias.version,
    Description: alias.description,
    ...(Object.keys(alias.weights).length > 0 && {
      RoutingConfig: { AdditionalVersionWeights: alias.weights },
    }),
    RevisionId: alias.revisionId,
  };
}
