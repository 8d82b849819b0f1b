/**
 * Sorts invocations into windows of one second by their end, and says which windows are ready to be written. A
 * window that an invocation reaches late is written again, whole: the database replaces the older one.
 */
import { type InvocationBatch, instanceAt } from '../../contract/invocation-batch.ts';
import { type Outcome, type StartKind, outcomes, startKinds } from '../../contract/invocation.ts';
import { toEndedInvocation } from '../series/ended-invocation.ts';
import type { Pricer } from '../series/rates.ts';
import type { RunAxis } from '../series/run-axis.ts';
import {
  type SealedWindow,
  type Window,
  addToWindow,
  createWindow,
  openWindow,
  sealWindow,
} from './window.ts';

/** One function in one second: a window for each kind of start and outcome that occurred. */
export interface FunctionSecond {
  readonly fn: string;
  readonly second: number;
  readonly windows: readonly ReadyWindow[];
  /** Distinct instances that answered; undefined when none told its name. */
  readonly instances: number | undefined;
  /** Those of them that were not seen before. */
  readonly newInstances: number;
}

export interface ReadyWindow {
  readonly start: StartKind;
  readonly outcome: Outcome;
  readonly window: Window;
  readonly sealed: SealedWindow;
  /** It was not written yet, or has changed since. */
  readonly isNew: boolean;
}

export interface WindowAggregator {
  add(batch: InvocationBatch): void;
  /** What is to be written of the seconds before `second`. */
  take(second: number): FunctionSecond[];
}

/**
 * Written windows are kept this long, in seconds of the run, to be corrected. What comes later still, counts in the
 * oldest second that is kept: no invocation is lost. Records wait a tenth of a second at most, so none should.
 */
export const correctionHorizonSeconds = 120;

interface Slot {
  readonly fn: string;
  readonly windows: Map<number, Window | SealedWindow>;
  readonly instances: Set<string>;
  newInstances: number;
  isChanged: boolean;
}

/** @param price - US dollars of one invocation. */
export function createWindowAggregator(axis: RunAxis, price: Pricer): WindowAggregator {
  const seconds = new Map<number, Map<string, Slot>>();
  const known = new Set<string>();
  let newest = Number.NEGATIVE_INFINITY;

  const slotOf = (second: number, fn: string): Slot => {
    let functions = seconds.get(second);
    if (functions === undefined) seconds.set(second, (functions = new Map()));
    let slot = functions.get(fn);
    if (slot === undefined) {
      slot = { fn, windows: new Map(), instances: new Set(), newInstances: 0, isChanged: false };
      functions.set(fn, slot);
    }
    return slot;
  };

  const addOne = (batch: InvocationBatch, at: number): void => {
    const ended = axis.secondOf(batch.endedAt[at] as number);
    newest = Math.max(newest, ended);
    const slot = slotOf(Math.max(ended, newest - correctionHorizonSeconds), batch.function);
    slot.isChanged = true;
    addToWindow(
      windowIn(slot, keyOf(batch.start[at] as number, batch.outcome[at] as number)),
      toEndedInvocation(batch, at, price),
    );
    const instance = instanceAt(batch, at);
    if (instance === undefined) return;
    slot.instances.add(instance);
    if (known.has(instance)) return;
    known.add(instance);
    slot.newInstances++;
  };

  const forgetOld = (): void => {
    for (const [second, functions] of seconds) {
      const isWritten = [...functions.values()].every((slot) => !slot.isChanged);
      if (second < newest - correctionHorizonSeconds && isWritten) seconds.delete(second);
    }
  };

  return {
    add(batch) {
      for (let at = 0; at < batch.length; at++) addOne(batch, at);
    },
    take(before) {
      const ready: FunctionSecond[] = [];
      for (const [second, functions] of seconds) {
        if (second >= before) continue;
        for (const slot of functions.values()) if (slot.isChanged) ready.push(toReady(second, slot));
      }
      forgetOld();
      return ready;
    },
  };
}

function toReady(second: number, slot: Slot): FunctionSecond {
  slot.isChanged = false;
  const windows: ReadyWindow[] = [];
  for (const [key, entry] of slot.windows) {
    const isNew = isOpen(entry);
    const window = isNew ? entry : openWindow(entry);
    const sealed = isNew ? sealWindow(entry) : entry;
    slot.windows.set(key, sealed);
    windows.push({ ...fromKey(key), window, sealed, isNew });
  }
  const { fn, newInstances } = slot;
  const instances = slot.instances.size === 0 ? undefined : slot.instances.size;
  return { fn, second, windows, instances, newInstances };
}

function windowIn({ windows }: Slot, key: number): Window {
  const entry = windows.get(key);
  if (entry !== undefined && isOpen(entry)) return entry;
  const window = entry === undefined ? createWindow() : openWindow(entry);
  windows.set(key, window);
  return window;
}

function isOpen(entry: Window | SealedWindow): entry is Window {
  return 'histogram' in entry;
}

function keyOf(start: number, outcome: number): number {
  return start * outcomes.length + outcome;
}

function fromKey(key: number): { readonly start: StartKind; readonly outcome: Outcome } {
  return {
    start: startKinds[Math.floor(key / outcomes.length)] as StartKind,
    outcome: outcomes[key % outcomes.length] as Outcome,
  };
}
