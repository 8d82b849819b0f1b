/** What the catalogue knows of a function, whatever language it runs in. */

export interface FunctionDefinition {
  readonly name: string;
  readonly description: string;
  /** Languages it is written in: the folders beside its definition. */
  readonly runtimes: readonly ('nodejs' | 'python')[];
  /** The event it is invoked with unless the scenario gives another. */
  readonly defaultEvent: Readonly<Record<string, unknown>>;
  /** What it spends its time on. */
  readonly profile: 'idle' | 'cpu' | 'memory';
  /** Output check: the fields that every right answer to `event` has, in every language. */
  expectedOutput(event: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>;
}
