/** A priority queue whose members can change their rank or leave, each in O(log n). */

/** What can be in a heap knows its place there; -1 outside. One heap at a time for each property. */
export interface HeapMember {
  heapIndex: number;
}

export interface IndexedHeap<Member extends HeapMember> {
  readonly size: number;
  /** The member of the lowest rank, the one added first among equals in rank only by chance of the heap. */
  peek(): Member | undefined;
  /** Its rank; Infinity when there is none. */
  peekRank(): number;
  add(member: Member, rank: number): void;
  /** Has no effect on what is not in it. */
  remove(member: Member): void;
  /** Adds it, or moves it to where its rank belongs. */
  set(member: Member, rank: number): void;
}

export function createIndexedHeap<Member extends HeapMember>(): IndexedHeap<Member> {
  const members: Member[] = [];
  const ranks: number[] = [];

  function put(index: number, member: Member, rank: number): void {
    members[index] = member;
    ranks[index] = rank;
    member.heapIndex = index;
  }

  function siftUp(from: number, member: Member, rank: number): void {
    let index = from;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const parentRank = ranks[parent] ?? 0;
      if (parentRank <= rank) break;
      put(index, members[parent] as Member, parentRank);
      index = parent;
    }
    put(index, member, rank);
  }

  function siftDown(from: number, member: Member, rank: number): void {
    const { length } = members;
    let index = from;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= length) break;
      let childRank = ranks[child] ?? 0;
      const otherRank = child + 1 < length ? (ranks[child + 1] ?? 0) : Infinity;
      if (otherRank < childRank) {
        child++;
        childRank = otherRank;
      }
      if (childRank >= rank) break;
      put(index, members[child] as Member, childRank);
      index = child;
    }
    put(index, member, rank);
  }

  /** Up or down, whichever the rank asks for. */
  function sift(index: number, member: Member, rank: number): void {
    if (index > 0 && (ranks[(index - 1) >> 1] ?? 0) > rank) siftUp(index, member, rank);
    else siftDown(index, member, rank);
  }

  function add(member: Member, rank: number): void {
    members.push(member);
    ranks.push(rank);
    siftUp(members.length - 1, member, rank);
  }

  return {
    get size() {
      return members.length;
    },
    peek: () => members[0],
    peekRank: () => ranks[0] ?? Infinity,
    add,
    remove(member) {
      const index = member.heapIndex;
      if (index === -1) return;
      member.heapIndex = -1;
      const last = members.pop();
      const lastRank = ranks.pop();
      if (last === undefined || lastRank === undefined || last === member) return;
      sift(index, last, lastRank);
    },
    set(member, rank) {
      if (member.heapIndex === -1) add(member, rank);
      else sift(member.heapIndex, member, rank);
    },
  };
}
