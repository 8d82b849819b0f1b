/**
 * One queue: who sees which message, and when. It only keeps; whoever changes it has the store commit before it says so.
 */
import { randomUUID } from 'node:crypto';
import type { Clock, Timer } from '../clock.ts';
import type { Table } from '../storage/data-store.ts';
import {
  type Delivery,
  type Message,
  type MessageContent,
  noDelivery,
  type ReceivedMessage,
  sizeOf,
} from './message.ts';
import { toQueueArn } from './queue-name.ts';
import type { QueueSettings } from './queue-settings.ts';
import { SqsError } from './sqs-error.ts';

export interface Queue {
  readonly name: string;
  readonly createdEpochMs: number;
  /** The settings now; assigned when they change. */
  settings: QueueSettings;
  /** @param delaySeconds - default: the queue's own. */
  send(content: MessageContent, delaySeconds?: number): Message;
  /** Takes a message from another queue. */
  accept(message: Message): void;
  receive(options: ReceiveOptions): ReceivedMessage[];
  /** Resolves when there may be something to receive, when the time is over, or with the signal. */
  wait(waitMs: number, signal?: AbortSignal): Promise<void>;
  /** A receipt that another reception has replaced deletes nothing. @throws SqsError for what is no receipt. */
  delete(receipt: string): void;
  /** Hides a message that was received for so long from now. @throws SqsError */
  hide(receipt: string, seconds: number): void;
  purge(): void;
  /** Removes what is too old. */
  expire(): void;
  counts(): MessageCounts;
  /** When the oldest message was sent; undefined when there is none. */
  oldestSentAtMs(): number | undefined;
  /** Puts a message back that an earlier platform has kept. */
  restore(message: Message, delivery: Delivery | undefined): void;
  /** Lets go of its timers and of those who wait. */
  close(): void;
}

export interface ReceiveOptions {
  readonly max: number;
  /** Of all together; one is given at least. Default: no limit. */
  readonly maxBytes?: number;
  /** Default: the queue's own. */
  readonly visibilityTimeoutSeconds?: number | undefined;
}

export interface MessageCounts {
  readonly visible: number;
  /** Received and not deleted. */
  readonly inFlight: number;
  /** Not to be received yet. */
  readonly delayed: number;
}

export interface QueueContext {
  readonly clock: Clock;
  readonly messages: Table<Message>;
  readonly deliveries: Table<Delivery>;
  /** Gives a message to another queue; false when there is none of that ARN. */
  readonly pass: (arn: string, message: Message) => boolean;
}

export interface QueueDescription {
  readonly name: string;
  readonly createdEpochMs: number;
  readonly settings: QueueSettings;
}

interface Entry {
  readonly message: Message;
  delivery: Delivery;
  timer?: Timer | undefined;
}

export function createQueue(
  { name, createdEpochMs, settings }: QueueDescription,
  context: QueueContext,
): Queue {
  const { clock } = context;
  const entries = new Map<string, Entry>();
  const visible = new Set<Entry>();
  const delayed = new Set<Entry>();
  const waiting = new Set<() => void>();
  const keyOf = (id: string): string => `${name}/${id}`;

  function put(message: Message, delivery: Delivery): void {
    const entry: Entry = { message, delivery };
    entries.set(message.id, entry);
    hideUntil(entry, delivery.visibleAtMs);
  }

  function keep(entry: Entry, delivery: Delivery): void {
    entry.delivery = delivery;
    context.deliveries.set(keyOf(entry.message.id), delivery);
  }

  function hideUntil(entry: Entry, untilMs: number): void {
    entry.timer?.cancel();
    entry.timer = undefined;
    visible.delete(entry);
    delayed.delete(entry);
    const waitMs = untilMs - clock.epochMs();
    if (waitMs <= 0) return show(entry);
    entry.timer = clock.after(waitMs, () => show(entry));
    if (entry.delivery.receiveCount === 0) delayed.add(entry);
  }

  function show(entry: Entry): void {
    entry.timer = undefined;
    delayed.delete(entry);
    if (passOn(entry)) return;
    visible.add(entry);
    wake();
  }

  function wake(): void {
    for (const resolve of waiting) resolve();
  }

  /** To the queue for dead letters, once it was received often enough. */
  function passOn(entry: Entry): boolean {
    const { redrive } = queue.settings;
    if (redrive === undefined || entry.delivery.receiveCount < redrive.maxReceiveCount) return false;
    const message = { ...entry.message, deadLetterSourceArn: toQueueArn(name) };
    if (!context.pass(redrive.targetArn, message)) return false;
    remove(entry);
    return true;
  }

  function remove(entry: Entry): void {
    const { id } = entry.message;
    entry.timer?.cancel();
    visible.delete(entry);
    delayed.delete(entry);
    entries.delete(id);
    context.messages.delete(keyOf(id));
    context.deliveries.delete(keyOf(id));
  }

  function isExpired({ message }: Entry): boolean {
    return clock.epochMs() - message.sentAtMs >= queue.settings.retentionSeconds * 1000;
  }

  function hand(entry: Entry, visibilityTimeoutSeconds: number): ReceivedMessage {
    const nowMs = clock.epochMs();
    const { receiveCount, firstReceivedAtMs = nowMs } = entry.delivery;
    const visibleAtMs = nowMs + visibilityTimeoutSeconds * 1000;
    const delivery = { receiveCount: receiveCount + 1, firstReceivedAtMs, visibleAtMs };
    const receipt = toReceipt(entry.message.id, delivery.receiveCount);
    keep(entry, delivery);
    hideUntil(entry, visibleAtMs);
    return { message: entry.message, delivery, receipt };
  }

  /** @returns the message that this receipt is still for. */
  function find(receipt: string): Entry | undefined {
    const { id, receiveCount } = fromReceipt(receipt);
    const entry = entries.get(id);
    return entry?.delivery.receiveCount === receiveCount ? entry : undefined;
  }

  const queue: Queue = {
    name,
    createdEpochMs,
    settings,
    send(content, delaySeconds = queue.settings.delaySeconds) {
      const message = { ...content, queue: name, id: randomUUID(), sentAtMs: clock.epochMs() };
      context.messages.set(keyOf(message.id), message);
      const delivery = { ...noDelivery, visibleAtMs: message.sentAtMs + delaySeconds * 1000 };
      if (delaySeconds > 0) context.deliveries.set(keyOf(message.id), delivery);
      put(message, delivery);
      return message;
    },
    accept(message) {
      const own = { ...message, queue: name };
      context.messages.set(keyOf(own.id), own);
      put(own, noDelivery);
    },
    receive({
      max,
      maxBytes = Infinity,
      visibilityTimeoutSeconds = queue.settings.visibilityTimeoutSeconds,
    }) {
      const received: ReceivedMessage[] = [];
      const given = new Set<Entry>();
      let bytes = 0;
      for (const entry of visible) {
        // Back already, because it was not hidden at all.
        if (given.has(entry)) break;
        given.add(entry);
        bytes += sizeOf(entry.message);
        if (received.length === max || (received.length > 0 && bytes > maxBytes)) break;
        if (isExpired(entry)) remove(entry);
        else if (!passOn(entry)) received.push(hand(entry, visibilityTimeoutSeconds));
      }
      return received;
    },
    wait(waitMs, signal) {
      if (visible.size > 0 || waitMs <= 0 || signal?.aborted === true) return Promise.resolve();
      return new Promise((resolve) => {
        const end = (): void => {
          waiting.delete(end);
          timer.cancel();
          signal?.removeEventListener('abort', end);
          resolve();
        };
        const timer = clock.after(waitMs, end);
        signal?.addEventListener('abort', end);
        waiting.add(end);
      });
    },
    delete(receipt) {
      const entry = find(receipt);
      if (entry !== undefined) remove(entry);
    },
    hide(receipt, seconds) {
      const entry = find(receipt);
      if (entry === undefined || visible.has(entry)) {
        throw new SqsError('MessageNotInflight', 'The message referred to is not in flight.');
      }
      const visibleAtMs = clock.epochMs() + seconds * 1000;
      keep(entry, { ...entry.delivery, visibleAtMs });
      hideUntil(entry, visibleAtMs);
    },
    purge() {
      for (const entry of entries.values()) remove(entry);
    },
    expire() {
      for (const entry of entries.values()) if (isExpired(entry)) remove(entry);
    },
    counts: () => ({
      visible: visible.size,
      inFlight: entries.size - visible.size - delayed.size,
      delayed: delayed.size,
    }),
    oldestSentAtMs() {
      const [oldest] = entries.values();
      return oldest?.message.sentAtMs;
    },
    restore: (message, delivery = noDelivery) => put(message, delivery),
    close() {
      for (const { timer } of entries.values()) timer?.cancel();
      wake();
    },
  };
  return queue;
}

function toReceipt(id: string, receiveCount: number): string {
  return Buffer.from(`${id} ${receiveCount}`).toString('base64url');
}

function fromReceipt(receipt: string): { readonly id: string; readonly receiveCount: number } {
  const [, id, count] = /^([\da-f-]{36}) (\d+)$/.exec(Buffer.from(receipt, 'base64url').toString()) ?? [];
  if (id === undefined) {
    throw new SqsError(
      'ReceiptHandleIsInvalid',
      `The input receipt handle "${receipt}" is not a valid receipt handle.`,
    );
  }
  return { id, receiveCount: Number(count) };
}
