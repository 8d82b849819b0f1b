/** An HTTP request as the event of a function: payload format 2.0 (docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads). */
import type { IncomingHttpHeaders } from 'node:http';
import { region } from '../runtime/environment.ts';

export interface UrlRequest {
  readonly urlId: string;
  readonly requestId: string;
  readonly method: string;
  /** Path and query, as they came, without what the platform has put before them. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly sourceIp: string;
  readonly epochMs: number;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export function toUrlEvent(request: UrlRequest): Record<string, unknown> {
  const { headers, body, target } = request;
  const mark = target.indexOf('?');
  const rawPath = mark === -1 ? target : target.slice(0, mark);
  const rawQueryString = mark === -1 ? '' : target.slice(mark + 1);
  const cookies = headers.cookie?.split(/; */).filter(Boolean) ?? [];
  const isText = isTextual(headers['content-type']);
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath,
    rawQueryString,
    ...(cookies.length > 0 && { cookies }),
    headers: joinHeaders(headers),
    ...(rawQueryString !== '' && { queryStringParameters: parseQuery(rawQueryString) }),
    requestContext: toContext(request, rawPath),
    ...(body.length > 0 && { body: body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: body.length > 0 && !isText,
  };
}

function toContext(
  { urlId, requestId, method, headers, sourceIp, epochMs }: UrlRequest,
  path: string,
): object {
  return {
    accountId: 'anonymous',
    apiId: urlId,
    domainName: `${urlId}.lambda-url.${region}.on.aws`,
    domainPrefix: urlId,
    http: { method, path, protocol: 'HTTP/1.1', sourceIp, userAgent: headers['user-agent'] },
    requestId,
    routeKey: '$default',
    stage: '$default',
    time: toCommonLogTime(new Date(epochMs)),
    timeEpoch: Math.floor(epochMs),
  };
}

/** Several values of one name become one, and cookies have a place of their own. */
function joinHeaders({ cookie, ...headers }: IncomingHttpHeaders): Record<string, string> {
  const joined: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) joined[name] = Array.isArray(value) ? value.join(',') : value;
  }
  return joined;
}

function parseQuery(query: string): Record<string, string> {
  const parameters: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(query)) {
    parameters[name] = name in parameters ? `${parameters[name]},${value}` : value;
  }
  return parameters;
}

/** Of what has no type AWS, too, says that it is no text. */
function isTextual(contentType = ''): boolean {
  return /^(text\/|application\/(.*\+)?(json|xml|javascript)\b)/i.test(contentType);
}

/** `12/Mar/2020:19:03:58 +0000` */
function toCommonLogTime(date: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':');
  return `${two(date.getUTCDate())}/${months[date.getUTCMonth()]}/${date.getUTCFullYear()}:${time} +0000`;
}
