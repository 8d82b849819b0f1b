/** Builds one line of InfluxDB line protocol. The client's own `Point` costs twice the CPU of the whole write. */

import type { FieldValue, Fields } from '../series/fields.ts';

/** An empty one is left out. */
export type Tags = Readonly<Record<string, string>>;

/** `measurement,tag=value`: the part that all points of a series share. Tags are sorted, as the server likes them. */
export function toSeries(measurement: string, tags: Tags): string {
  let series = measurement;
  for (const name of Object.keys(tags).toSorted()) {
    const value = escapeTag(tags[name] ?? '');
    if (value !== '') series += `,${name}=${value}`;
  }
  return series;
}

/**
 * @param timestamp - nanoseconds since the Unix epoch.
 * @returns the line without its end; undefined when no field has a value.
 */
export function toLine(series: string, fields: Fields, timestamp: bigint): string | undefined {
  let text = '';
  for (const name in fields) {
    const written = writeField(fields[name]);
    if (written !== undefined) text += `${text === '' ? '' : ','}${name}=${written}`;
  }
  return text === '' ? undefined : `${series} ${text} ${timestamp}`;
}

function writeField(value: FieldValue): string | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : undefined;
  if (typeof value === 'bigint') return `${value}i`;
  return value === undefined ? undefined : `"${escapeText(value)}"`;
}

/** Most texts, the name of an instance, need nothing; looking is cheaper than replacing. */
function escapeText(text: string): string {
  return /["\\\r\n]/.test(text) ? oneLine(text).replace(/["\\]/g, String.raw`\$&`) : text;
}

/** A backslash at the end would swallow the separator that follows, and there is no way to write it. */
function escapeTag(value: string): string {
  return oneLine(value)
    .replace(/\\+$/, '')
    .replace(/[,= ]/g, String.raw`\$&`);
}

/** The spool and the protocol are both line by line. */
function oneLine(text: string): string {
  return text.replace(/[\r\n]+/g, ' ');
}
