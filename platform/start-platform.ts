/** Puts the platform together and serves it. */
import { createAccessCheck, isLoopback } from './gateway/access.ts';
import { systemClock } from './clock.ts';
import { createCodeStore } from './control/code-store.ts';
import { createFunctionRegistry } from './control/function-registry.ts';
import { type PlatformTags, readPlatformTags } from './control/platform-tags.ts';
import type { Tags } from './control/tags.ts';
import { createWorkspace } from './control/workspace.ts';
import type { Attempt } from './events/queued-event.ts';
import { createEvents } from './events/start-events.ts';
import { createFaultInjector } from './faults/fault-injector.ts';
import { createFaultyBackends } from './faults/faulty-backend.ts';
import { createFaultyDispatcher } from './faults/faulty-dispatcher.ts';
import { readFaults } from './faults/read-faults.ts';
import { createSlowDispatcher } from './faults/slow-dispatcher.ts';
import { createUrlFinder } from './gateway/find-url.ts';
import { createGateway } from './gateway/gateway.ts';
import { createDispatcher } from './instances/dispatcher.ts';
import { createInstanceRecords } from './instances/instance-records.ts';
import type { Invocation } from './instances/invocation.ts';
import { createMemoryWatch } from './instances/memory-watch.ts';
import { createMachineCluster } from './instances/machine-cluster.ts';
import { createPool, type Pool } from './instances/pool.ts';
import type { IsolationLevel } from './isolation/backend.ts';
import { createBackends } from './isolation/backends.ts';
import type { ContainerOptions } from './isolation/container/container-options.ts';
import type { Network } from './isolation/namespaces/sandbox-server.ts';
import type { Prewarm } from './isolation/namespaces/stem-cells.ts';
import { createInvocationCounts } from './metering/invocation-counts.ts';
import { meters } from './metering/meter.ts';
import { createFunctionLogs } from './observe/function-logs.ts';
import { createTimeline } from './observe/timeline.ts';
import { listen } from './listen.ts';
import { PlatformError } from './platform-error.ts';
import type { ProfileOptions } from './policies/profiles/options.ts';
import { createProfile, type ProfileName } from './policies/profiles/registry.ts';
import type { CreatePolicies, PolicyProfile } from './policies/profile.ts';
import type { FleetPolicies } from './policies/profile-parts.ts';
import { findRuntimes } from './runtime/runtimes.ts';
import { openPlatformData } from './storage/data-folder.ts';

export interface PlatformOptions {
  /** Address to bind; beyond loopback a token is demanded. Default: `127.0.0.1`. */
  readonly host?: string;
  /** Default: 0, any that is free. */
  readonly port?: number;
  /** Has to come with every request; default: none is needed. */
  readonly token?: string;
  /** The platform whose policies functions run by that ask for none by their tag `faasmark:profile`. Default: `lambda`. */
  readonly profile?: ProfileName;
  /** What is changed of that profile. */
  readonly profileOptions?: ProfileOptions;
  /** How long an idle instance is kept. Default: the profile's; it has to have such an option. */
  readonly idleLifetimeMs?: number;
  /** Most invocations at once, of all functions. Default: the profile's, 1,000 of `lambda`. */
  readonly accountConcurrency?: number;
  /** Of functions that ask for none by their tag `faasmark:isolation`. Default: `process`. */
  readonly isolation?: IsolationLevel;
  /** File of the kernel that virtual machines boot. Default: the newest cloud kernel of Debian that is there. */
  readonly kernel?: string;
  /**
   * What functions reach of the network that ask for nothing by their tag `faasmark:network`: at the level `process`,
   * nothing but themselves, or all that this machine reaches. Default: `none`.
   */
  readonly network?: Network;
  /** Whether the level `process` uses namespaces and the like, where the kernel has them. Default: true. */
  readonly hardened?: boolean;
  /** Generic processes that the level `process` keeps ready, by kind of runtime. Default: none. */
  readonly prewarm?: Prewarm;
  /** How many times faster than the clock windows and lifetimes go. Default: 1. */
  readonly timeScale?: number;
  /** What the level `container` is made of. */
  readonly container?: ContainerOptions;
  /** Uniform, from 0 to below 1: what decisions draw from. Default: `Math.random`. */
  readonly random?: () => number;
  /**
   * What functions, events, queues and timers are kept in; another platform goes on with it, after `kill -9` too.
   * Default: none, everything ends with the platform.
   */
  readonly dataFolder?: string;
  /** Whether `/async-function/` may send results to other machines. Default: false, to this one only. */
  readonly hasRemoteCallbacks?: boolean;
  /** What is to go wrong, as `faults/README.md` describes it. Default: nothing. */
  readonly faults?: unknown;
  /** Called with what an operator wants to know, a line at a time. */
  readonly log?: (line: string) => void;
}

export interface Platform {
  /** `http://host:port` */
  readonly endpoint: string;
  /** Ends every instance and removes every file. */
  close(): Promise<void>;
}

/**
 * @throws PlatformError `EADDRINUSE`, `TOKEN_REQUIRED`, `LEVEL_UNAVAILABLE`, `INVALID_OPTION`, `FAULTS_INVALID`,
 *   `DATA_FOLDER_…`; a
 *   system error for another reason why it cannot listen or has no temporary folder.
 */
export async function startPlatform(options: PlatformOptions = {}): Promise<Platform> {
  const { host = '127.0.0.1', port = 0, token, isolation = 'process', log = () => undefined } = options;
  checkOptions(options);
  const { timeScale = 1, random = Math.random } = options;
  const faults = options.faults === undefined ? undefined : readFaults(options.faults);
  const { idleLifetimeMs } = options;
  const defaultProfile = options.profile ?? 'lambda';
  const defaultOptions = {
    ...options.profileOptions,
    ...(idleLifetimeMs === undefined ? {} : { idleLifetimeMs }),
  };
  const profile = createProfile(defaultProfile, defaultOptions);
  const { accountConcurrency = profile.admission.accountConcurrency } = options;
  const admission = { ...profile.admission, accountConcurrency };
  const clock = systemClock;
  const data = await openPlatformData(options.dataFolder, log);
  const workspace = await createWorkspace();
  const runtimes = findRuntimes();
  const injector = createFaultInjector(clock);
  injector.declare(faults);
  const levels = createBackends({
    clock,
    runtimes,
    guestKernel: options.kernel,
    instancesFolder: workspace.instancesFolder,
    codeFolder: workspace.codeFolder,
    folder: workspace.folder,
    networkOf: (name) => tagsOf(name).network ?? options.network ?? 'none',
    isHardened: options.hardened ?? true,
    prewarm: options.prewarm ?? {},
    container: options.container,
  });
  const backends = createFaultyBackends(levels, injector, clock);
  const missing = await backends.whyMissing(isolation);
  if (missing !== undefined) {
    await backends.close();
    await Promise.all([workspace.remove(), data.close()]);
    throw new PlatformError('LEVEL_UNAVAILABLE', `${isolation} cannot run here: ${missing}`);
  }
  const records = createInstanceRecords();
  const timeline = createTimeline();
  const logs = createFunctionLogs(() => clock.epochMs());
  const counts = createInvocationCounts();
  const pools = new Set<Pool>();
  const policiesOf = new Map<string, { readonly profile: PolicyProfile; readonly create: CreatePolicies }>();

  /** Read once: each change of a function's tags makes new ones. */
  const readTags = new WeakMap<Tags, PlatformTags>();
  function tagsOf(name: string): PlatformTags {
    const tags = registry.find(name)?.tags ?? noTags;
    const read = readTags.get(tags) ?? readPlatformTags(tags);
    readTags.set(tags, read);
    return read;
  }
  /** Those that tags ask for, made when they are first needed: what functions share of one, they share. */
  const profiles = new Map([[toProfileKey(defaultProfile, {}), profile]]);
  const profileOf = (functionName: string): PolicyProfile => toProfile(tagsOf(functionName));
  /** @throws PlatformError `INVALID_OPTION` for options that the profile has not. */
  function toProfile({ profile: name = defaultProfile, profileOptions }: PlatformTags): PolicyProfile {
    const key = toProfileKey(name, profileOptions);
    const changes = name === defaultProfile ? { ...defaultOptions, ...profileOptions } : profileOptions;
    const own = profiles.get(key) ?? createProfile(name, changes);
    profiles.set(key, own);
    return own;
  }
  const poolContext = {
    clock,
    backendOf: (name: string) => backends.get(tagsOf(name).isolation ?? isolation),
    aheadOf: (name: string) => tagsOf(name).ahead,
    records,
    timeline,
    logs,
    timeScale,
    fleets: {
      cluster: createMachineCluster({
        readAvailableMiB: () => process.availableMemory() / 2 ** 20,
        countStarting: () => records.countStarting(),
      }),
      account: { inFlight: 0 },
      random,
    },
    memoryWatch: createMemoryWatch(clock),
    log,
  };
  const registry = createFunctionRegistry<Pool>({
    clock,
    runtimes,
    store: data.store,
    codeStore: createCodeStore(workspace.codeFolder, data.archivesFolder),
    random,
    createRunner(revision) {
      const { name } = revision;
      const createFleetPolicies = (): FleetPolicies => {
        const facts = { name, memoryMiB: revision.settings.memoryMiB };
        const own = profileOf(name);
        const known = policiesOf.get(name);
        const create =
          known?.profile === own ? known.create : own.forFunction(clock.now() * timeScale, facts);
        policiesOf.set(name, { profile: own, create });
        return create();
      };
      const pool = createPool(revision, createFleetPolicies, {
        ...poolContext,
        get meter() {
          return meters[profileOf(name).meter];
        },
        get initLimitMs() {
          return profileOf(name).initLimitMs;
        },
      });
      pools.add(pool);
      return pool;
    },
    onRetired(pool) {
      pools.delete(pool);
      const { name } = pool.revision;
      if (registry.find(name) === undefined) policiesOf.delete(name);
    },
    onError: (error) => log(String(error)),
  });
  const dispatcher = createFaultyDispatcher(
    createDispatcher({ ...profile, admission }, counts, registry.reservations),
    injector,
    counts,
    clock,
  );
  const events = createEvents({
    clock,
    store: data.store,
    registry,
    hasRemoteCallbacks: options.hasRemoteCallbacks ?? false,
    attempt,
    injector,
    log,
  });

  async function attempt(name: string, invocation: Invocation): Promise<Attempt> {
    const routed = registry.route({ name, qualifier: invocation.qualifier });
    // A function that could not be restored may be back with the next platform.
    if (routed === undefined) return { outcome: registry.isUnrestored(name) ? 'refused' : 'undeliverable' };
    const dispatched = await dispatcher.dispatch(routed.runner, invocation);
    if (dispatched.kind === 'throttled' && registry.reservations.get(name) === 0) {
      return { outcome: 'switchedOff' };
    }
    if (dispatched.kind !== 'invoked' || dispatched.result.outcome === 'notStarted') {
      return { outcome: 'refused' };
    }
    const { outcome, payload, durationMs } = dispatched.result;
    return {
      outcome: outcome === 'ok' ? 'done' : 'functionError',
      run: { version: routed.revision.version, outcome, durationMs, payload },
    };
  }

  const gateway = createGateway(createAccessCheck(token), {
    clock,
    registry,
    urls: createUrlFinder(registry),
    dispatcher: createSlowDispatcher(dispatcher, injector, clock),
    events,
    injector,
    records,
    timeline,
    logs,
    counts,
    backends,
    isolation,
    runtimes,
    profile: { ...profile, admission },
    timeScale,
    toProfile,
    log,
  });
  await registry.restore();
  const endpoint = await listen(gateway.server, host, port).catch(async (error: unknown) => {
    await backends.close();
    await Promise.all([workspace.remove(), data.close()]);
    throw error;
  });
  events.restore();

  let closing: Promise<void> | undefined;
  async function close(): Promise<void> {
    events.close();
    // Before the pools: an invocation that came in between would start an instance that nobody ends.
    gateway.close();
    await Promise.all([...pools].map((pool) => pool.close()));
    await backends.close();
    await data.close();
    await workspace.remove();
  }
  return {
    endpoint,
    close: () => (closing ??= close()),
  };
}

const noTags: Tags = new Map();

function toProfileKey(name: ProfileName, options: ProfileOptions): string {
  return `${name} ${JSON.stringify(options)}`;
}

function checkOptions({
  host = '127.0.0.1',
  token,
  idleLifetimeMs = 1,
  accountConcurrency = 1,
  timeScale = 1,
}: PlatformOptions): void {
  if (token === '') throw new PlatformError('INVALID_OPTION', 'token: must not be empty');
  if (token === undefined && !isLoopback(host)) {
    throw new PlatformError('TOKEN_REQUIRED', `${host} is reachable from other machines: set a token`);
  }
  if (!(idleLifetimeMs > 0)) {
    throw new PlatformError('INVALID_OPTION', `idleLifetimeMs: expected more than 0, got ${idleLifetimeMs}`);
  }
  if (!(timeScale > 0)) {
    throw new PlatformError('INVALID_OPTION', `timeScale: expected more than 0, got ${timeScale}`);
  }
  if (!Number.isInteger(accountConcurrency) || accountConcurrency < 1) {
    throw new PlatformError(
      'INVALID_OPTION',
      `accountConcurrency: expected at least 1, got ${accountConcurrency}`,
    );
  }
}
