/** A part of the benchmark of cold starts: one level, or one question beside. */
import type { IsolationLevel } from '../../../platform/isolation/backend.ts';
import type { BenchContext } from '../bench.ts';
import type { Figure } from '../figure.ts';
import type { StartTimes } from './compare-starts.ts';
import type { ColdPlatform } from './cold-platform.ts';

export interface PartContext extends BenchContext {
  /** Shared by the levels. */
  readonly platform: ColdPlatform;
  /** The interpreter itself; undefined where there is none. */
  readonly python: string | undefined;
}

export interface PartResult {
  readonly figures: readonly Figure[];
  /** Null where one of the two failed. */
  readonly ratio?: Readonly<Record<string, number | null>>;
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly times?: Readonly<Record<string, StartTimes>>;
  readonly failed?: Readonly<Record<string, string>>;
}

export interface Part {
  readonly name: string;
  /** The level that it is about; without it where that cannot run. */
  readonly level: IsolationLevel;
  readonly measure: (context: PartContext) => Promise<PartResult>;
}
