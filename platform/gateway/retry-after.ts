/** The `retry-after` of a throttled invocation, in whole seconds: at least one, as an HTTP client would otherwise not wait. */
export function toRetryAfterSeconds(waitMs: number): number {
  return Math.max(1, Math.ceil(waitMs / 1000));
}
