/** Writes into a ledger outside the platform that it begins, holds its instance for a while, and writes that it ends. */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

export interface Event {
  /** Takes the entries by POST; undefined: nobody keeps one. */
  readonly ledger?: string;
  readonly holdMs: number;
}

const instance = randomUUID();

export async function handle(
  { ledger, holdMs }: Event,
  context?: { readonly awsRequestId?: string },
): Promise<{ heldMs: number }> {
  const write = async (what: 'begins' | 'ends'): Promise<void> => {
    if (ledger === undefined) return;
    const entry = { requestId: context?.awsRequestId ?? '', instance, what };
    await fetch(ledger, { method: 'POST', body: JSON.stringify(entry) });
  };
  await write('begins');
  await delay(holdMs);
  await write('ends');
  return { heldMs: holdMs };
}
