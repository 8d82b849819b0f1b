/** What a target in Node.js is told to do, and what it says. */

export type TargetOrder =
  /** Answers at once. */
  | { readonly behaviour: 'answer' }
  /** Answers nothing that comes in the last `stallMs` of every `everyMs` until that time is over. */
  | { readonly behaviour: 'stall'; readonly everyMs: number; readonly stallMs: number }
  /** Answers each request so long after it came. */
  | { readonly behaviour: 'hold'; readonly holdMs: number };

export type FromTarget =
  | { readonly kind: 'listening'; readonly port: number }
  | { readonly kind: 'arrivals'; readonly arrivals: Float64Array }
  | { readonly kind: 'count'; readonly count: number };

/** `take` the arrivals and forget them; `count` all since the start. */
export type ToTarget = 'take' | 'count';
