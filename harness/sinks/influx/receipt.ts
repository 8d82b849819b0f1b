/** The account of a run's lines, and the one sentence that the user needs when it is not all of them. */
import type { SinkReceipt } from '../../contract/sink.ts';
import type { InfluxOptions } from './influx-options.ts';
import type { PumpCounts } from './pump.ts';
import type { ServerKind } from './server-kind.ts';

const lineUnit = 'lines';

export interface Account {
  readonly product: ServerKind['product'];
  readonly directory: string;
  readonly rejectedPath: string;
  readonly options: Pick<InfluxOptions, 'url'>;
  readonly counts: PumpCounts;
  /** Lines that were spooled. */
  readonly offered: number;
  /** Lines that could not be spooled. */
  readonly lost: number;
  /** Why not. */
  readonly failure: string | undefined;
}

/** `offered = acknowledged + rejected + spooled`, always. Lines that the disk refused are among the rejected. */
export function toReceipt({
  product,
  directory,
  rejectedPath,
  options,
  counts,
  offered,
  lost,
  failure,
}: Account): SinkReceipt {
  const { acknowledged } = counts;
  const spooled = offered - acknowledged - counts.rejected;
  const notes: string[] = [];
  if (spooled > 0) {
    notes.push(
      `${options.url} did not take the last ${spooled} lines (${counts.trouble ?? 'the time to drain was up'}); ` +
        `"faasmark replay ${directory} --influx URL" sends the run again, and sending twice changes nothing`,
    );
  }
  if (counts.rejected > 0) {
    const place = counts.unkept ?? `they are in ${rejectedPath}`;
    notes.push(`${counts.rejected} lines were refused (${counts.rejection}); ${place}`);
  }
  if (lost > 0) notes.push(`${lost} lines could not be kept: ${failure}`);
  return {
    sink: `${product} ${options.url}`,
    unit: lineUnit,
    offered: offered + lost,
    acknowledged,
    rejected: counts.rejected + lost,
    spooled,
    ...(notes.length === 0 ? {} : { note: notes.join('. ') }),
  };
}
