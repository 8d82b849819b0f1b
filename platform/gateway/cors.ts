/** What a browser is told about the URL of a function (docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html#urls-cors). */
import type { UrlCors } from '../control/function-url.ts';

export interface CorsRequest {
  readonly method: string;
  readonly origin: string | undefined;
  /** `access-control-request-method`. */
  readonly wantedMethod: string | undefined;
}

/** Whether a browser asks before it sends: the function is not invoked for that. */
export function isPreflight({ method, origin, wantedMethod }: CorsRequest): boolean {
  return method === 'OPTIONS' && origin !== undefined && wantedMethod !== undefined;
}

/** Headers of the answer; none for an origin that is not allowed. */
export function toCorsHeaders(cors: UrlCors, request: CorsRequest): Record<string, string> {
  const { origin } = request;
  if (origin === undefined || !isListed(cors.allowOrigins, origin)) return {};
  const allowed: Record<string, string> = {
    'access-control-allow-origin': origin,
    vary: 'Origin',
    ...(cors.allowCredentials && { 'access-control-allow-credentials': 'true' }),
  };
  if (!isPreflight(request)) {
    return {
      ...allowed,
      ...(cors.exposeHeaders.length > 0 && {
        'access-control-expose-headers': cors.exposeHeaders.join(','),
      }),
    };
  }
  if (!isListed(cors.allowMethods, request.wantedMethod ?? '')) return {};
  return {
    ...allowed,
    'access-control-allow-methods': cors.allowMethods.join(','),
    'access-control-allow-headers': cors.allowHeaders.join(','),
    ...(cors.maxAgeSeconds !== undefined && { 'access-control-max-age': String(cors.maxAgeSeconds) }),
  };
}

function isListed(list: readonly string[], value: string): boolean {
  return list.includes('*') || list.includes(value);
}
