/** OpenWhisk spreads actions over invokers by Java's hash of their names. */

/** `String.hashCode` of the Java class library: a signed 32-bit number. */
export function toJavaHash(text: string): number {
  let hash = 0;
  for (let at = 0; at < text.length; at++) hash = (Math.imul(31, hash) + text.charCodeAt(at)) | 0;
  return hash;
}

/**
 * What OpenWhisk derives the home invoker and the step from (ShardingContainerPoolBalancer.scala, `generateHash`).
 *
 * @param namespace - of the caller.
 * @param action - fully qualified and without its version, for example `guest/package/name`.
 * @returns never negative. Java's `abs` has one value for which that is not so; there OpenWhisk fails.
 */
export function toActionHash(namespace: string, action: string): number {
  return Math.abs(toJavaHash(namespace) ^ toJavaHash(action));
}
