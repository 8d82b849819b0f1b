/** What SQS tells of a message beside what its sender said. */
import { accountId } from '../control/function-revision.ts';
import type { Delivery, Message } from './message.ts';

export function toSystemAttributes(message: Message, delivery: Delivery): Record<string, string> {
  const { sentAtMs, deadLetterSourceArn } = message;
  const { receiveCount, firstReceivedAtMs = sentAtMs } = delivery;
  return {
    SenderId: accountId,
    SentTimestamp: String(Math.floor(sentAtMs)),
    ApproximateReceiveCount: String(receiveCount),
    ApproximateFirstReceiveTimestamp: String(Math.floor(firstReceivedAtMs)),
    ...(deadLetterSourceArn !== undefined && { DeadLetterQueueSourceArn: deadLetterSourceArn }),
  };
}
