import { describe, expect, it } from '@jest/globals';
import { fc } from '../../../../support/property.ts';
import { createIndexedHeap } from '../../../../../platform/policies/fleet/indexed-heap.ts';

interface Member {
  heapIndex: number;
  rank: number;
}

describe('a heap whose members can move and leave', () => {
  it('always shows a member of the lowest rank, whatever was added, moved and removed', () => {
    const operation = fc.record({
      member: fc.nat(9),
      rank: fc.integer({ min: 0, max: 20 }),
      isRemoval: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 200 }), (operations) => {
        const heap = createIndexedHeap<Member>();
        const members = Array.from({ length: 10 }, (): Member => ({ heapIndex: -1, rank: 0 }));
        const inside = new Set<Member>();
        for (const { member: index, rank, isRemoval } of operations) {
          const member = members[index] as Member;
          if (isRemoval) {
            heap.remove(member);
            inside.delete(member);
          } else {
            member.rank = rank;
            heap.set(member, rank);
            inside.add(member);
          }
          expect(heap.size).toBe(inside.size);
          const lowest = Math.min(...[...inside].map((one) => one.rank));
          expect(heap.peek()?.rank ?? Infinity).toBe(lowest);
        }
      }),
    );
  });
});
