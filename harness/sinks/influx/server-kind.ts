/**
 * What answers at an address: asked by `/ping` and `/health`, never by `/query`, which VictoriaMetrics answers with a
 * canned list, as if it were an empty InfluxDB.
 */
import type { ServerAnswer } from './ask-server.ts';

export type ServerKind =
  | { readonly product: 'influxdb'; readonly version: string | undefined }
  | { readonly product: 'victoriametrics' };

/**
 * InfluxDB names itself in the header `x-influxdb-version` of `/ping` (all versions), 3 also in its body, and 1.8 and 2 in
 * the body of `/health`; a proxy may drop headers. VictoriaMetrics says neither, and `OK` to `/health`.
 *
 * @returns undefined for anything else.
 */
export function toServerKind(ping: ServerAnswer, health: ServerAnswer): ServerKind | undefined {
  const header = ping.headers['x-influxdb-version'];
  const version = typeof header === 'string' ? header : readText(ping.text, 'version');
  if (version !== undefined) return { product: 'influxdb', version };
  if (/^influx/i.test(readText(health.text, 'name') ?? '')) {
    return { product: 'influxdb', version: readText(health.text, 'version') };
  }
  const isVictoria = ping.status === 204 && health.status === 200 && health.text.trim() === 'OK';
  return isVictoria ? { product: 'victoriametrics' } : undefined;
}

/** InfluxDB 1.x, whose databases are made by InfluxQL. */
export function isFirstGeneration(kind: ServerKind): boolean {
  return kind.product === 'influxdb' && /^v?1\./.test(kind.version ?? '');
}

function readText(json: string, key: string): string | undefined {
  try {
    const value = (JSON.parse(json) as Record<string, unknown> | null)?.[key];
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}
