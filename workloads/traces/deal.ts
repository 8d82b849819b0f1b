/** Dealing what differs much in size: each goes to whoever lacks the most of what it is to have. */
export interface Dealer {
  /**
   * @param mayTake - who has room.
   * @returns who gets it; -1 where nobody may.
   */
  deal(amount: number, mayTake: (at: number) => boolean): number;
}

/** @param wanted - what each is to have in the end. */
export function createDealer(wanted: readonly number[]): Dealer {
  const lacking = [...wanted];
  return {
    deal(amount, mayTake) {
      let best = -1;
      for (let at = 0; at < lacking.length; at++) {
        if (mayTake(at) && (best < 0 || (lacking[at] as number) > (lacking[best] as number))) best = at;
      }
      if (best >= 0) lacking[best] = (lacking[best] as number) - amount;
      return best;
    },
  };
}
