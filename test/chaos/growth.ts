/** What a slope means: that it is flat has to be shown as well as that it is not. */
import { fitSlope, type Sample, type Slope } from './slope.ts';

export interface Growth {
  readonly what: string;
  /** Undefined when there are too few samples. */
  readonly slope: Slope | undefined;
  /** `open`: the interval has both in it. */
  readonly answer: 'flat' | 'grows' | 'open';
  /** The same for a reader. */
  readonly text: string;
  /** Why this is not what it must be. */
  readonly failure: string | undefined;
  readonly samples: readonly Sample[];
}

export interface Watched {
  readonly what: string;
  readonly unit: string;
  /** Growth a minute that is still called flat. */
  readonly flatPerMinute: number;
  readonly samples: readonly Sample[];
}

/** Left out of the samples: code is still being compiled, and memories of bounded length fill up. */
const warmUpMs = 4 * 60_000;
/** Of a run that is too short for that. */
const warmUpShare = 1 / 3;
/** With less nothing can be told, and nothing is asked. */
const leastMs = 30_000;
/** From this time on a run must have shown that it is flat; a shorter one must only not have shown the contrary. */
const tellingMs = 8 * 60_000;

export function judgeGrowth({ what, unit, flatPerMinute, samples }: Watched): Growth {
  const wholeMs = samples.at(-1)?.atMs ?? 0;
  const warm = samples.filter(({ atMs }) => atMs >= Math.min(warmUpMs, wholeMs * warmUpShare));
  const lastsMs = wholeMs - (warm[0]?.atMs ?? 0);
  const slope = lastsMs < leastMs ? undefined : fitSlope(warm);
  if (slope === undefined) {
    return { what, slope, answer: 'open', text: 'too short to tell', failure: undefined, samples };
  }
  const answer = slope.low > flatPerMinute ? 'grows' : slope.high <= flatPerMinute ? 'flat' : 'open';
  const text = `${answer}: ${slope.perMinute.toFixed(2)} ${unit} a minute (${slope.low.toFixed(2)} to ${slope.high.toFixed(2)}, flat up to ${flatPerMinute})`;
  const isFailure = answer === 'grows' || (answer === 'open' && lastsMs >= tellingMs);
  return { what, slope, answer, text, failure: isFailure ? `${what}: ${text}` : undefined, samples };
}
