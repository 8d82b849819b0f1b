/** The operations on tags. */
import type { DeployedFunction } from '../control/deployed-function.ts';
import { parseFunctionReference } from '../control/function-name.ts';
import { LambdaError } from '../control/lambda-error.ts';
import { hasSamePolicies, readPlatformTags } from '../control/platform-tags.ts';
import { addTags, readTags, removeTags, type Tags } from '../control/tags.ts';
import type { Pool } from '../instances/pool.ts';
import { demandLevel, demandPolicies } from './function-operations.ts';
import { answer, answerNothing, type LambdaCall, type Operations, readFields } from './lambda-call.ts';

export const tagOperations: Operations = {
  'GET /2017-03-31/tags/{arn}'(call) {
    answer(call, 200, { Tags: Object.fromEntries(readResource(call).tags) });
  },
  async 'POST /2017-03-31/tags/{arn}'(call) {
    const tags = readTags((await readFields(call))['Tags']);
    const deployed = readResource(call);
    await demandTags(call, deployed, new Map([...deployed.tags, ...tags]));
    await change(call, deployed, () => addTags(deployed, tags));
  },
  async 'DELETE /2017-03-31/tags/{arn}'(call) {
    const deployed = readResource(call);
    const keys = call.query.getAll('tagKeys');
    const left = new Map([...deployed.tags].filter(([key]) => !keys.includes(key)));
    await demandTags(call, deployed, left);
    await change(call, deployed, () => removeTags(deployed, keys));
  },
};

async function demandTags(
  { context }: LambdaCall,
  { latest }: DeployedFunction<Pool>,
  tags: Tags,
): Promise<void> {
  await demandLevel(tags, latest.revision.settings.runtime, context);
  demandPolicies(tags, context);
}

/** What the tags say is in force when the answer comes. */
async function change(call: LambdaCall, deployed: DeployedFunction<Pool>, apply: () => void): Promise<void> {
  const { registry } = call.context;
  const before = readPlatformTags(deployed.tags);
  apply();
  const after = readPlatformTags(deployed.tags);
  await registry.save(deployed.name);
  if (hasSamePolicies(before, after)) await deployed.latest.runner.prepare();
  else await registry.rerun(deployed.name);
  answerNothing(call);
}

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
