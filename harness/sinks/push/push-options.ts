/** Where metrics are pushed to: the address of the sink and the credentials of the environment. */
import type { Millis } from '../../contract/units.ts';
import { type Environment, toAuthorization } from '../server/credentials.ts';
import { parseAddress } from '../server/parse-address.ts';

/** Plain data: it is handed to the thread. It may carry a credential and is never written down or shown. */
export interface PushOptions {
  readonly url: string;
  /** The `Authorization` header. */
  readonly authorization?: string;
  /** A request without an answer is given up after this. */
  readonly timeoutMs: Millis;
  /** After the end of the run, how long is waited for what has not been sent yet. */
  readonly drainMs: Millis;
}

const times = { timeoutMs: 10_000, drainMs: 15_000 };

/**
 * `http://host:9090`: the path is `/api/v1/write` unless another is given. Credentials come from `PROMETHEUS_TOKEN`, or
 * from `PROMETHEUS_USERNAME` and `PROMETHEUS_PASSWORD`.
 *
 * @throws FaasmarkError `USAGE`.
 */
export function parsePrometheusUrl(value: string, environment: Environment): PushOptions {
  const secrets = 'PROMETHEUS_TOKEN, or PROMETHEUS_USERNAME and PROMETHEUS_PASSWORD';
  const url = parseAddress(value, 'a Prometheus', 'http://127.0.0.1:9090', secrets);
  const authorization = toAuthorization('PROMETHEUS', 'Bearer', environment);
  return {
    url: withPath(url, '/api/v1/write'),
    ...(authorization === undefined ? {} : { authorization }),
    ...times,
  };
}

/**
 * `http://host:4318`: the path is `/v1/metrics` unless another is given. Headers, with credentials among them, come from
 * `OTEL_EXPORTER_OTLP_HEADERS`, which the exporter reads by itself.
 *
 * @throws FaasmarkError `USAGE`.
 */
export function parseOtlpUrl(value: string): PushOptions {
  const url = parseAddress(
    value,
    'an OpenTelemetry collector',
    'http://127.0.0.1:4318',
    'OTEL_EXPORTER_OTLP_HEADERS',
  );
  return { url: withPath(url, '/v1/metrics'), ...times };
}

function withPath(url: URL, path: string): string {
  return url.pathname === '/' ? `${url.origin}${path}${url.search}` : url.href;
}
