/** What becomes of an instance: on its record, and in the timeline as it happens. */
import type { Clock } from '../clock.ts';
import type { IsolationLevel, SandboxOrigin, SandboxStage } from '../isolation/backend.ts';
import type { InitializationType } from '../metering/platform-event.ts';
import type { InstanceHappening, Timeline } from '../observe/timeline.ts';
import type { InstanceRecord, InstanceRecords } from './instance-records.ts';
import type { RemovalCause } from './invocation.ts';

export interface InstanceStory {
  readonly record: Readonly<InstanceRecord>;
  /** Invocations that it has now. */
  running(): number;
  reach(stage: SandboxStage): void;
  /** @param madeOf - what holds it apart, where the sandbox says so. */
  initialised(origin: SandboxOrigin, madeOf: string | undefined): void;
  begin(requestId: string): void;
  end(durationMs: number): void;
  pause(): void;
  resume(): void;
  /** Once. */
  remove(cause: RemovalCause): void;
}

export interface InstanceStoryContext {
  readonly clock: Clock;
  readonly records: InstanceRecords;
  readonly timeline: Timeline;
}

export interface InstanceFacts {
  readonly instance: string;
  readonly function: string;
  readonly isolation: IsolationLevel;
  readonly initializationType: InitializationType;
  /** Why it was asked for, in the words of the policy. */
  readonly reason: string;
  /** Ends it, for an operator. */
  readonly kill: () => void;
}

export function createInstanceStory(
  { reason, kill, ...facts }: InstanceFacts,
  { clock, records, timeline }: InstanceStoryContext,
): InstanceStory {
  const record: InstanceRecord = {
    ...facts,
    origin: null,
    madeOf: null,
    state: 'starting',
    requestedAtEpochMs: clock.epochMs(),
    sandboxUpAtEpochMs: null,
    runtimeUpAtEpochMs: null,
    readyAtEpochMs: null,
    removedAtEpochMs: null,
    busyMs: 0,
    invocations: 0,
    firstRequestId: null,
    cause: null,
  };
  const subject = { function: facts.function, instance: facts.instance };
  let running = 0;

  function tell(happening: InstanceHappening): void {
    timeline.push(clock.epochMs(), subject, happening);
  }

  function become(state: 'idle' | 'paused'): void {
    if (record.state === 'removed') return;
    record.state = state;
    tell(changes[state]);
  }

  records.add(record, kill);
  tell({ event: 'requested', reason });
  return {
    record,
    running: () => running,
    reach(stage) {
      record[stage === 'sandboxUp' ? 'sandboxUpAtEpochMs' : 'runtimeUpAtEpochMs'] = clock.epochMs();
      tell({ event: stage });
    },
    initialised(origin, madeOf) {
      record.readyAtEpochMs = clock.epochMs();
      record.origin = origin;
      record.madeOf = madeOf ?? null;
      record.state = 'idle';
      tell({ event: 'initDone', origin });
    },
    begin(requestId) {
      record.firstRequestId ??= requestId;
      if (running++ > 0) return;
      record.state = 'busy';
      tell({ event: 'busy', requestId });
    },
    end(durationMs) {
      record.invocations++;
      record.busyMs += durationMs;
      if (--running === 0) become('idle');
    },
    pause: () => become('paused'),
    resume: () => tell(changes.resumed),
    remove(cause) {
      record.cause = cause;
      record.removedAtEpochMs = clock.epochMs();
      record.state = 'removed';
      tell({ event: 'removed', cause });
      records.retire(record);
    },
  };
}

/** The same ones each time: the timeline keeps them. */
const changes = {
  idle: { event: 'idle' },
  paused: { event: 'paused' },
  resumed: { event: 'resumed' },
} as const;
