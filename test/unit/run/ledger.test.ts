import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createMonotonicClock } from '../../../harness/contract/clock.ts';
import { type Ledger, openLedger } from '../../../harness/run/ledger.ts';
import { handle } from '../../../workloads/functions/ledger/node/function.mts';

let ledger: Ledger;
beforeEach(async () => {
  ledger = await openLedger(createMonotonicClock());
});
afterEach(() => ledger.close());

describe('the ledger', () => {
  it('keeps what the function writes, under the id of its invocation', async () => {
    expect(await handle({ ledger: ledger.url, holdMs: 1 }, { awsRequestId: 'r1' })).toEqual({ heldMs: 1 });
    const entries = ledger.entries();
    expect(entries.map(({ requestId, what }) => [requestId, what])).toEqual([
      ['r1', 'begins'],
      ['r1', 'ends'],
    ]);
    expect(new Set(entries.map(({ instance }) => instance)).size).toBe(1);
    expect(entries[1]?.at).toBeGreaterThan(entries[0]?.at ?? Infinity);
  });

  it.each(['', '{}', '{"requestId":"r","instance":"i","what":"sings"}'])('refuses %j', async (body) => {
    expect((await fetch(ledger.url, { method: 'POST', body })).status).toBe(400);
    expect(ledger.entries()).toEqual([]);
  });
});
