/** The operations on tags. */
import type { DeployedFunction } from '../control/deployed-function.ts';
import { parseFunctionReference } from '../control/function-name.ts';
import { LambdaError } from '../control/lambda-error.ts';
import { addTags, readTags, removeTags } from '../control/tags.ts';
import type { Pool } from '../instances/pool.ts';
import { demandLevel } from './function-operations.ts';
import { answer, answerNothing, type LambdaCall, type Operations, readFields } from './lambda-call.ts';

export const tagOperations: Operations = {
  'GET /2017-03-31/tags/{arn}'(call) {
    answer(call, 200, { Tags: Object.fromEntries(readResource(call).tags) });
  },
  async 'POST /2017-03-31/tags/{arn}'(call) {
    const tags = readTags((await readFields(call))['Tags']);
    const deployed = readResource(call);
    await demandLevel(
      new Map([...deployed.tags, ...tags]),
      deployed.latest.revision.settings.runtime,
      call.context,
    );
    addTags(deployed, tags);
    await call.context.registry.save(deployed.name);
    await deployed.latest.runner.prepare();
    answerNothing(call);
  },
  async 'DELETE /2017-03-31/tags/{arn}'(call) {
    const deployed = readResource(call);
    const keys = call.query.getAll('tagKeys');
    const left = new Map([...deployed.tags].filter(([key]) => !keys.includes(key)));
    await demandLevel(left, deployed.latest.revision.settings.runtime, call.context);
    removeTags(deployed, keys);
    await call.context.registry.save(deployed.name);
    await deployed.latest.runner.prepare();
    answerNothing(call);
  },
};

function readResource({ parameters, context }: LambdaCall): DeployedFunction<Pool> {
  const arn = parameters['arn'] ?? '';
  if (!arn.startsWith('arn:')) {
    throw new LambdaError(
      'InvalidParameterValueException',
      `1 validation error detected: Value '${arn}' at 'resource' failed to satisfy constraint: Member must be the ARN of a function`,
    );
  }
  const { name, qualifier } = parseFunctionReference(arn);
  if (qualifier === undefined) return context.registry.get(name);
  throw new LambdaError(
    'InvalidParameterValueException',
    'Tags on function aliases and versions are not supported. Please specify a function ARN.',
  );
}
