import { describe, expect, it } from '@jest/globals';
import type { InvocationTarget } from '../../../../harness/contract/target.ts';
import { FieldIndex } from '../../../../harness/load/native/field-index.ts';
import { InFlight } from '../../../../harness/load/native/in-flight.ts';
import { PendingInvocation } from '../../../../harness/load/native/pending-invocation.ts';

function targetWith(timeoutMs: number): InvocationTarget {
  return { origin: 'http://a', path: '/', method: 'GET', headers: {}, body: '', dialect: 'plain', timeoutMs };
}

function create(onEnded: (ticket: number) => void = () => undefined): {
  readonly inFlight: InFlight;
  readonly ends: string[];
} {
  const ends: string[] = [];
  const listener = {
    sent: () => undefined,
    ended: (ticket: number, { kind, endedAt, error }: PendingInvocation) => {
      ends.push(`${ticket} ${kind} ${endedAt}${error}`);
      onEnded(ticket);
    },
  };
  // Two share a time limit of 1 ms, one has 3 ms.
  const targets = [targetWith(1), targetWith(3), targetWith(1)];
  return { inFlight: new InFlight(listener, targets, () => new PendingInvocation()), ends };
}

describe('what is in flight', () => {
  it('ends in the order of its time limits, those that share one in the order of their start', () => {
    const { inFlight, ends } = create();
    inFlight.begin(1, 10, 0);
    inFlight.begin(0, 11, 100_000);
    inFlight.begin(2, 12, 200_000);

    inFlight.expire(1_099_999);
    expect(ends).toEqual([]);
    inFlight.expire(1_100_000);
    expect(ends).toEqual(['11 timedOut 1100000']);
    inFlight.expire(5_000_000);

    expect(ends.slice(1)).toEqual(['12 timedOut 5000000', '10 timedOut 5000000']);
    expect(inFlight.count).toBe(0);
  });

  it('is in time up to its limit, and late after it, whenever that is noticed', () => {
    const { inFlight, ends } = create();
    inFlight.answered(inFlight.begin(0, 1, 0), 1_000_000);
    inFlight.answered(inFlight.begin(0, 2, 0), 1_000_001);

    expect(ends).toEqual(['1 answered 1000000', '2 timedOut 1000001']);
  });

  it('is given up on its carrier, and waits no longer', () => {
    const { inFlight } = create();
    const carried = inFlight.begin(0, 1, 0);
    let givenUp = 0;
    carried.carrier = { giveUp: () => givenUp++ };

    inFlight.expire(1_000_000);

    expect(givenUp).toBe(1);
  });

  it('is abandoned as it is; what the listener sends meanwhile is not', () => {
    const { inFlight, ends } = create((ticket) => {
      if (ticket < 10) inFlight.begin(0, ticket + 10, 0);
    });
    for (const ticket of [1, 2, 3]) inFlight.begin(ticket % 2, ticket, 0);

    inFlight.abandon(7, 'ABORTED: enough');

    expect(ends.toSorted()).toEqual([1, 2, 3].map((ticket) => `${ticket} broken 7ABORTED: enough`));
    expect(inFlight.count).toBe(3);
  });

  it('uses its objects again, with nothing left in them', () => {
    const { inFlight } = create();
    const first = inFlight.begin(0, 1, 0);
    first.connectNanos = 5;
    first.status = 200;
    const fields = new FieldIndex();
    fields.add(0, 1, 4);
    first.setAnswer(Buffer.from('A: b\r\nbody'), fields, 6, 10);
    expect([first.header('a'), first.body().toString()]).toEqual(['b', 'body']);
    inFlight.broke(first, 1, 'X: y');

    const second = inFlight.begin(0, 2, 0);

    expect(second).toBe(first);
    expect(second).toMatchObject({
      ticket: 2,
      kind: 'answered',
      status: 0,
      error: '',
      connectNanos: Number.NaN,
    });
    expect([second.header('a'), second.body().length]).toEqual([undefined, 0]);
  });
});
