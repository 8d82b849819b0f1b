/** A duration by itself, as a scenario has it: `500ms`, `15s`, `10m`. */
import { duration } from './schema/quantities.ts';

/** Milliseconds; undefined for what is no duration. */
export function parseDuration(text: string): number | undefined {
  return duration.safeParse(text).data;
}
