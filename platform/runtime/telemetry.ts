/**
 * The Telemetry API of AWS Lambda, and the Logs API before it: an extension names a listener inside the sandbox and what
 * it wants to hear (docs.aws.amazon.com/lambda/latest/dg/telemetry-api-reference.html, November 2026). What is inside is
 * reached from inside: the extension host takes the batches from here and delivers them.
 */
import type { Clock, Timer } from '../clock.ts';

export type TelemetryKind = 'platform' | 'function' | 'extension';

export interface TelemetryEvent {
  /** RFC 3339. */
  readonly time: string;
  readonly type: string;
  readonly record: unknown;
}

export interface Subscription {
  readonly types: readonly TelemetryKind[];
  /** Within the sandbox. */
  readonly port: number;
  readonly path: string;
  readonly maxItems: number;
  readonly maxBytes: number;
  readonly timeoutMs: number;
}

/** What one listener is to get. */
export interface TelemetryBatch {
  readonly port: number;
  readonly path: string;
  readonly events: readonly TelemetryEvent[];
}

const kinds: readonly string[] = ['platform', 'function', 'extension'];
const defaults = { maxItems: 10_000, maxBytes: 262_144, timeoutMs: 1000 };
const ranges = { maxItems: [1000, 10_000], maxBytes: [262_144, 1_048_576], timeoutMs: [25, 30_000] } as const;

/** @returns what is wrong, as a sentence, when it is no subscription. */
export function readSubscription(body: string): Subscription | string {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return 'the body is not JSON';
  }
  const { types, destination, buffering } = (value ?? {}) as {
    readonly types?: unknown;
    readonly destination?: { readonly protocol?: unknown; readonly URI?: unknown };
    readonly buffering?: Readonly<Record<string, unknown>>;
  };
  if (!Array.isArray(types) || types.length === 0 || !types.every((type) => kinds.includes(type))) {
    return `types: expected some of ${kinds.join(', ')}`;
  }
  if (destination?.protocol !== 'HTTP') {
    return `destination.protocol: expected HTTP, got ${JSON.stringify(destination?.protocol)}`;
  }
  const uri = String(destination.URI);
  const match = /^http:\/\/(?:sandbox\.localdomain|sandbox|localhost|127\.0\.0\.1):(\d{1,5})(\/.*)?$/.exec(
    uri,
  );
  if (match === null) return `destination.URI: expected http://sandbox.localdomain:PORT, got ${uri}`;
  const limits = { ...defaults };
  for (const name of ['maxItems', 'maxBytes', 'timeoutMs'] as const) {
    const given = buffering?.[name] ?? defaults[name];
    const [least, most] = ranges[name];
    if (typeof given !== 'number' || !Number.isInteger(given) || given < least || given > most) {
      return `buffering.${name}: expected ${least} to ${most}, got ${JSON.stringify(given)}`;
    }
    limits[name] = given;
  }
  return { types: types as TelemetryKind[], port: Number(match[1]), path: match[2] ?? '/', ...limits };
}

export interface TelemetryHub {
  add(kind: TelemetryKind, event: TelemetryEvent): void;
  subscribe(subscription: Subscription): void;
  /** Calls back once, when there is a batch. */
  next(take: (batch: TelemetryBatch) => void): void;
  /** What waits is sent now. */
  flush(): void;
}

/** Kept for those that subscribe while the instance initialises. */
const mostEarly = 1000;

interface Subscriber {
  readonly subscription: Subscription;
  events: TelemetryEvent[];
  bytes: number;
  timer: Timer | undefined;
}

export function createTelemetryHub(clock: Clock): TelemetryHub {
  const subscribers: Subscriber[] = [];
  const early: (readonly [TelemetryKind, TelemetryEvent])[] = [];
  const batches: TelemetryBatch[] = [];
  let waiting: ((batch: TelemetryBatch) => void) | undefined;

  function send(): void {
    const take = waiting;
    const batch = take && batches.shift();
    if (take === undefined || batch === undefined) return;
    waiting = undefined;
    take(batch);
  }

  function flush(subscriber: Subscriber): void {
    const { events, subscription, timer } = subscriber;
    timer?.cancel();
    subscriber.timer = undefined;
    if (events.length === 0) return;
    subscriber.events = [];
    subscriber.bytes = 0;
    batches.push({ port: subscription.port, path: subscription.path, events });
    send();
  }

  function give(subscriber: Subscriber, kind: TelemetryKind, event: TelemetryEvent): void {
    const { subscription } = subscriber;
    if (!subscription.types.includes(kind)) return;
    subscriber.events.push(event);
    subscriber.bytes += JSON.stringify(event).length;
    const isFull =
      subscriber.events.length >= subscription.maxItems || subscriber.bytes >= subscription.maxBytes;
    if (isFull) flush(subscriber);
    else subscriber.timer ??= clock.after(subscription.timeoutMs, () => flush(subscriber));
  }

  return {
    add(kind, event) {
      if (early.length < mostEarly) early.push([kind, event]);
      for (const subscriber of subscribers) give(subscriber, kind, event);
    },
    subscribe(subscription) {
      const subscriber: Subscriber = { subscription, events: [], bytes: 0, timer: undefined };
      subscribers.push(subscriber);
      for (const [kind, event] of early) give(subscriber, kind, event);
    },
    next(take) {
      waiting = take;
      send();
    },
    flush() {
      for (const subscriber of subscribers) flush(subscriber);
    },
  };
}
