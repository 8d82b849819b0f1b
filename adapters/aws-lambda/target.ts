/** How a function is invoked through the AWS Lambda API. */
import type { FunctionSpec } from '../../harness/contract/provider.ts';
import type { InvocationTarget, SigV4Signing } from '../../harness/contract/target.ts';
import { toClientLimit } from '../client-limit.ts';

/** `Invoke`, with the log tail: its REPORT line is where Lambda tells what it billed and whether it initialised. */
export function toInvokeTarget(
  spec: FunctionSpec,
  functionName: string,
  endpoint: string,
  signing: SigV4Signing,
): InvocationTarget {
  return {
    origin: new URL(endpoint).origin,
    path: `/2015-03-31/functions/${functionName}/invocations`,
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-amz-invocation-type': 'RequestResponse',
      'x-amz-log-type': 'Tail',
    },
    body: spec.event,
    dialect: 'lambda-invoke',
    timeoutMs: toClientLimit(spec.timeoutMs),
    sigV4: signing,
    ...(spec.expectedOutput === undefined ? {} : { expectedOutput: spec.expectedOutput }),
    ...(spec.retry === undefined ? {} : { retry: spec.retry }),
  };
}
