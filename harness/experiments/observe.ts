/** From the record of a run to what one of its experiments has to go by. */
import { toMeasuredPhases } from '../analyze/measured.ts';
import { summarizeGenerator } from '../analyze/summarize-generator.ts';
import type { RunRecord } from '../contract/run-record.ts';
import type { Observed } from './experiment.ts';

/** @param experiment - by its name in the scenario. */
export function observe(run: RunRecord, experiment: string): Observed {
  const measured = toMeasuredPhases(run);
  const phases = measured.filter(({ phase }) => phase.experiment === experiment);
  return {
    manifest: run.manifest,
    phases,
    others: measured.filter(({ phase }) => phase.experiment !== experiment),
    instances: run.instances,
    events: run.events,
    ledger: run.ledger ?? [],
    generator: summarizeGenerator(phases, run),
  };
}
