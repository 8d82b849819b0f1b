/** The queues of the platform. */
import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../clock.ts';
import { quotas } from '../control/quotas.ts';
import type { Codec, DataStore } from '../storage/data-store.ts';
import type { Delivery, Message } from './message.ts';
import { createQueue, type Queue, type QueueDescription } from './queue.ts';
import { demandQueueName, parseQueueArn, parseQueueUrl } from './queue-name.ts';
import type { QueueSettings } from './queue-settings.ts';
import { SqsError } from './sqs-error.ts';

export interface Queues {
  /** One of the same name and settings is given as it is. @throws SqsError */
  create(name: string, settings: QueueSettings): Queue;
  find(name: string): Queue | undefined;
  findByArn(arn: string): Queue | undefined;
  /** @throws SqsError `QueueDoesNotExist` */
  getByUrl(url: string): Queue;
  /** In order of name. */
  list(): Queue[];
  /** @throws SqsError when its dead letters would go nowhere. */
  change(queue: Queue, settings: QueueSettings): void;
  /** With its messages. */
  delete(queue: Queue): void;
  /** Goes on with what an earlier platform has left in the store. */
  restore(): void;
  close(): void;
}

const expiryMs = 60_000;

export function createQueues(clock: Clock, store: DataStore, mostQueues: number = quotas.queues): Queues {
  const queues = new Map<string, Queue>();
  const descriptions = store.table('queues', plain<QueueDescription>());
  const messages = store.table('messages', plain<Message>());
  const deliveries = store.table('deliveries', plain<Delivery>());
  let isClosed = false;
  const context = {
    clock,
    messages,
    deliveries,
    pass(arn: string, message: Message): boolean {
      const target = findByArn(arn);
      target?.accept(message);
      // Not at the call of anybody who would commit.
      store.commitSoon();
      return target !== undefined;
    },
  };

  function findByArn(arn: string): Queue | undefined {
    return queues.get(parseQueueArn(arn) ?? '');
  }

  function add(description: QueueDescription): Queue {
    if (queues.size === 0) expireLater();
    const queue = createQueue(description, context);
    queues.set(queue.name, queue);
    return queue;
  }

  function expireLater(): void {
    clock.after(expiryMs, () => {
      for (const queue of queues.values()) queue.expire();
      store.commitSoon();
      if (queues.size > 0 && !isClosed) expireLater();
    });
  }

  function demandRedrive(name: string, { redrive }: QueueSettings): void {
    if (redrive === undefined) return;
    const target = findByArn(redrive.targetArn);
    if (target !== undefined && target.name !== name) return;
    throw new SqsError(
      'InvalidParameterValue',
      `Value ${redrive.targetArn} for parameter RedrivePolicy is invalid. Reason: Dead letter target does not exist.`,
    );
  }

  return {
    create(name, settings) {
      demandQueueName(name);
      const existing = queues.get(name);
      if (existing !== undefined) {
        if (isDeepStrictEqual({ ...existing.settings }, { ...settings })) return existing;
        throw new SqsError(
          'QueueNameExists',
          `A queue already exists with the same name and a different value for its attributes: ${name}`,
        );
      }
      demandRedrive(name, settings);
      if (queues.size >= mostQueues) {
        throw new SqsError('OverLimit', `There are ${queues.size} queues, the most there may be.`);
      }
      const description = { name, createdEpochMs: clock.epochMs(), settings };
      descriptions.set(name, description);
      return add(description);
    },
    find: (name) => queues.get(name),
    findByArn,
    getByUrl(url) {
      const queue = queues.get(parseQueueUrl(url));
      if (queue !== undefined) return queue;
      throw new SqsError('QueueDoesNotExist', 'The specified queue does not exist.');
    },
    list: () => [...queues.values()].toSorted((one, other) => (one.name < other.name ? -1 : 1)),
    change(queue, settings) {
      const { name, createdEpochMs } = queue;
      demandRedrive(name, settings);
      queue.settings = settings;
      descriptions.set(name, { name, createdEpochMs, settings });
    },
    delete(queue) {
      queue.purge();
      queue.close();
      queues.delete(queue.name);
      descriptions.delete(queue.name);
    },
    restore() {
      for (const [, description] of descriptions.entries()) add(description);
      // A copy: what is due goes on to another queue at once, and must not come again from there.
      const kept = [...messages.entries()];
      for (const [key, message] of kept) {
        queues.get(message.queue)?.restore(message, deliveries.get(key));
      }
    },
    close() {
      isClosed = true;
      for (const queue of queues.values()) queue.close();
    },
  };
}

/** Values that are JSON as they are. */
function plain<Value>(): Codec<Value> {
  return { toJson: (value) => value, fromJson: (json) => json as Value };
}
