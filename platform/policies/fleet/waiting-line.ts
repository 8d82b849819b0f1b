/** Invocations that wait for any instance, first come, first served. */

export interface WaitingLine<Token> {
  readonly size: number;
  /** When the first one came; Infinity when none waits. */
  readonly sinceMs: number;
  push(token: Token, nowMs: number): void;
  shift(): Token | undefined;
  /** Takes out one that is not wanted any more. O(n): its caller has gone. */
  remove(token: Token): boolean;
}

/** Space that is given back only when it is more than half of the line. */
const leastSpare = 32;

export function createWaitingLine<Token>(): WaitingLine<Token> {
  const tokens: Token[] = [];
  const instants: number[] = [];
  let head = 0;
  return {
    get size() {
      return tokens.length - head;
    },
    get sinceMs() {
      return instants[head] ?? Infinity;
    },
    push(token, nowMs) {
      tokens.push(token);
      instants.push(nowMs);
    },
    shift() {
      if (head === tokens.length) return undefined;
      const token = tokens[head++];
      if (head > leastSpare && head * 2 > tokens.length) {
        tokens.splice(0, head);
        instants.splice(0, head);
        head = 0;
      }
      return token;
    },
    remove(token) {
      const index = tokens.indexOf(token, head);
      if (index === -1) return false;
      tokens.splice(index, 1);
      instants.splice(index, 1);
      return true;
    },
  };
}
