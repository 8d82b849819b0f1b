/** What the routes work on. */
import type { Clock } from '../clock.ts';
import type { FunctionRegistry } from '../control/function-registry.ts';
import type { PlatformTags } from '../control/platform-tags.ts';
import type { Events } from '../events/start-events.ts';
import type { FaultInjector } from '../faults/fault-injector.ts';
import type { Dispatcher } from '../instances/dispatcher.ts';
import type { InstanceRecords } from '../instances/instance-records.ts';
import type { Pool } from '../instances/pool.ts';
import type { IsolationLevel } from '../isolation/backend.ts';
import type { Backends } from '../isolation/backends.ts';
import type { InvocationCounts } from '../metering/invocation-counts.ts';
import type { FunctionLogs } from '../observe/function-logs.ts';
import type { Timeline } from '../observe/timeline.ts';
import type { UrlFinder } from './find-url.ts';
import type { PolicyProfile } from '../policies/index.ts';
import type { Runtimes } from '../runtime/runtimes.ts';

export interface GatewayContext {
  readonly clock: Clock;
  readonly registry: FunctionRegistry<Pool>;
  readonly dispatcher: Dispatcher;
  readonly events: Events;
  readonly records: InstanceRecords;
  readonly timeline: Timeline;
  readonly logs: FunctionLogs;
  readonly urls: UrlFinder;
  readonly counts: InvocationCounts;
  readonly backends: Backends;
  /** Of functions that ask for none. */
  readonly isolation: IsolationLevel;
  readonly runtimes: Runtimes;
  readonly profile: PolicyProfile;
  /** How many times faster than the clock the policies' time goes. */
  readonly timeScale: number;
  /** By what a function with these tags runs. @throws PlatformError `INVALID_OPTION` */
  toProfile(tags: PlatformTags): PolicyProfile;
  readonly injector: FaultInjector;
  readonly log: (line: string) => void;
}
