/** How a function at a URL is invoked. */
import type { FunctionSpec } from '../../harness/contract/provider.ts';
import type { InvocationTarget } from '../../harness/contract/target.ts';

export function toHttpTarget(
  spec: FunctionSpec,
  url: string,
  headers: Readonly<Record<string, string>> = {},
): InvocationTarget {
  const { origin, pathname, search } = new URL(url);
  return {
    origin,
    path: `${pathname}${search}`,
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: spec.event,
    dialect: 'plain',
    timeoutMs: spec.timeoutMs,
    ...(spec.expectedOutput === undefined ? {} : { expectedOutput: spec.expectedOutput }),
    ...(spec.retry === undefined ? {} : { retry: spec.retry }),
  };
}
