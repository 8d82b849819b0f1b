/** The files of a run directory. Tables grow by whole lines; a last line without its end was cut off and is skipped. */

export const files = {
  manifest: 'manifest.json',
  /** Phases that an experiment added while the run lasted, beside those of the manifest. */
  phases: 'phases.jsonl',
  /** One invocation a line, in the order in which they ended. */
  invocations: 'invocations.jsonl',
  events: 'events.jsonl',
  generator: 'generator.jsonl',
  instances: 'instances.jsonl',
  /** What functions wrote down of their own runs. */
  ledger: 'ledger.jsonl',
  /** Process number of the harness, while it writes. */
  writer: 'harness.pid',
  /** Written last: a run without it was killed. */
  end: 'end.json',
  summary: 'summary.json',
  report: 'report.html',
  markdown: 'summary.md',
  junit: 'junit.xml',
} as const;
