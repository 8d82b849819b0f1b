/** What routing sees of a function's instances. */

/** One instance that is ready. Keep the objects and change them in place: routing only reads, and copies nothing. */
export interface RoutableInstance {
  /** Order of creation within the function, rising. */
  readonly sequence: number;
  /** When it last took or ended an invocation, in milliseconds of the caller's clock. */
  readonly lastUsedMs: number;
  /** Invocations that it holds now. */
  readonly inFlight: number;
  /** Invocations that it may hold; Infinity when nothing limits them. */
  readonly instanceConcurrency: number;
}

/** Is there room for another invocation? */
export function hasFreeSlot(instance: RoutableInstance): boolean {
  return instance.inFlight < instance.instanceConcurrency;
}

/** Which instances a routing may choose. */
export type Eligibility = (instance: RoutableInstance) => boolean;

/** Every instance, full or not: where an invocation may wait at one. */
export const isAnyInstance: Eligibility = () => true;
