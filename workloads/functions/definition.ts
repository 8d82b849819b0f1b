/** What the catalogue knows of a function, whatever language it runs in. */

export type Event = Readonly<Record<string, unknown>>;

/** What a function has beside its own code, in each language that it is written in. */
export type SharedPart = 'seeded' | 'http' | 'call' | 'png';

export interface FunctionDefinition {
  readonly name: string;
  /** What it does, in a clause that begins with a verb. */
  readonly description: string;
  /** Languages it is written in: the folders beside its definition. */
  readonly languages: readonly ('nodejs' | 'python' | 'go')[];
  readonly uses?: readonly SharedPart[];
  /** Files of its package that are made for it: pictures. */
  readonly assets?: readonly { readonly path: string; readonly content: () => Buffer }[];
  /** Events to invoke it with; a seed in them decides all that is random. */
  readonly inputs: Readonly<Record<'test' | 'small' | 'large', Event>>;
  /** What it spends its time on. */
  readonly stresses: 'platform' | 'processor' | 'memory' | 'disk' | 'network' | 'package';
  /** It calls others: a platform has to let it reach the network. Default: false. */
  readonly needsNetwork?: boolean;
  /** Output check: the fields that every right answer to `event` has, in every language. */
  expectedOutput(event: Event, code: CodeOptions): Event;
}

/** How its package was made. */
export interface CodeOptions {
  /** See `filler.ts`. */
  readonly fillerMiB: number;
}
