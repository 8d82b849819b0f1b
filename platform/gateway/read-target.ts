/** What an operation on a version or an alias is about. */
import type { DeployedFunction } from '../control/deployed-function.ts';
import { latestVersion } from '../control/function-revision.ts';
import type { Pool } from '../instances/pool.ts';
import { type LambdaCall, readReference } from './lambda-call.ts';

export interface Target {
  readonly deployed: DeployedFunction<Pool>;
  /** A version, `$LATEST` among them, or an alias; it is there. */
  readonly qualifier: string;
}

/** @throws LambdaError */
export function readTarget(call: LambdaCall): Target {
  const reference = readReference(call);
  call.context.registry.resolve(reference);
  return {
    deployed: call.context.registry.get(reference.name),
    qualifier: reference.qualifier ?? latestVersion,
  };
}
