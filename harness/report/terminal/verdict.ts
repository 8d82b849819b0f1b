/** The first lines: what ran, how it ended, and whether its numbers can be trusted. */
import type { RunSummary } from '../../contract/summary.ts';
import { formatDuration } from '../format.ts';
import type { Style } from './style.ts';

export function toVerdict(summary: RunSummary, style: Style): string[] {
  const { scenario, provider, durationMs, outcome, reason, seed, generator } = summary;
  const state = outcome === 'completed' ? style.good('completed') : style.bad(outcome);
  const title = `${style.strong(scenario)} on ${provider.id}, ${formatDuration(durationMs)}, seed ${seed}: ${state}`;
  const ended =
    reason === null ? [] : [style.bad(`  ${reason}; what follows is what was measured until then`)];
  const limited =
    generator.verdict !== 'generator-limited'
      ? []
      : [style.bad('  generator-limited: the times below are not the platform’s alone; see GENERATOR')];
  return [title, ...ended, ...limited];
}
