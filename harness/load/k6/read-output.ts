/**
 * Reads what k6 writes with `--out json`: a line for each number of each request. k6 gives every request of an iteration
 * the metadata that the script has set, which is what puts the lines together again.
 */
import type { Nanos } from '../../contract/units.ts';
import type { ToInstant } from './wall-clock.ts';

/** What k6 tells of one request. Durations in milliseconds. */
export interface K6Request {
  readonly scenario: string;
  /** When the answer was there in full, or was given up. */
  readonly endedAt: Nanos;
  /** Sending, waiting and receiving. */
  readonly durationMs: number;
  /** Until a connection was there; where one had to be opened, that counts. */
  readonly blockedMs: number;
  /** 0 on a connection that was open already. */
  readonly connectingMs: number;
  readonly tlsMs: number;
  readonly receivingMs: number;
  /** 0 without an answer. */
  readonly status: number;
  /** See the list of error codes of k6; 0 where there is none. */
  readonly errorCode: number;
  readonly error: string;
  /** Undefined where it says no more than that it came. */
  readonly answer: K6Answer | undefined;
}

export interface K6Answer {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface K6OutputListener {
  request(request: K6Request): void;
  /** So many that found no virtual user, at that instant. */
  dropped(scenario: string, count: number, at: Nanos): void;
  /** Virtual users there are now. */
  users(count: number): void;
}

export interface K6OutputReader {
  line(text: string): void;
  /** Nothing more comes: what is not complete never will be. */
  end(): void;
}

interface Point {
  readonly time: string;
  readonly value: number;
  readonly tags: Readonly<Record<string, string | undefined>>;
  readonly metadata?: Readonly<Record<string, string | undefined>>;
}

type Draft = { -readonly [Field in keyof K6Request]: K6Request[Field] };

/** From a metric to the field that its value becomes. */
const durations: Readonly<Record<string, keyof Draft & `${string}Ms`>> = {
  http_req_duration: 'durationMs',
  http_req_blocked: 'blockedMs',
  http_req_connecting: 'connectingMs',
  http_req_tls_handshaking: 'tlsMs',
  http_req_receiving: 'receivingMs',
};
const linePattern = /^\{"metric":"(\w+)","type":"Point"/;

export function createOutputReader(listener: K6OutputListener, toInstant: ToInstant): K6OutputReader {
  const drafts = new Map<string, Draft>();

  const draftOf = (key: string, { time, tags }: Point): Draft => {
    const known = drafts.get(key);
    if (known !== undefined) return known;
    const draft = startDraft(tags, toInstant(time));
    drafts.set(key, draft);
    return draft;
  };

  const finish = (key: string): void => {
    const draft = drafts.get(key);
    if (draft !== undefined) listener.request(draft);
    drafts.delete(key);
  };

  const take = (metric: string, point: Point): void => {
    const scenario = point.tags['scenario'] ?? '';
    const key = `${scenario} ${point.metadata?.['invocation']}`;
    const duration = durations[metric];
    if (duration !== undefined) draftOf(key, point)[duration] = point.value;
    else if (metric === 'faasmark_answer') draftOf(key, point).answer = parseAnswer(point);
    // The last of an iteration.
    else if (metric === 'iterations') finish(key);
    else if (metric === 'dropped_iterations') listener.dropped(scenario, point.value, toInstant(point.time));
    else if (metric === 'vus') listener.users(point.value);
  };

  return {
    line(text) {
      const metric = linePattern.exec(text)?.[1];
      if (metric === undefined || !isWanted(metric)) return;
      take(metric, (JSON.parse(text) as { readonly data: Point }).data);
    },
    end() {
      for (const key of drafts.keys()) finish(key);
    },
  };
}

const others: ReadonlySet<string> = new Set(['faasmark_answer', 'iterations', 'dropped_iterations', 'vus']);

function isWanted(metric: string): boolean {
  return metric in durations || others.has(metric);
}

function startDraft(tags: Point['tags'], endedAt: Nanos): Draft {
  return {
    scenario: tags['scenario'] ?? '',
    endedAt,
    durationMs: 0,
    blockedMs: 0,
    connectingMs: 0,
    tlsMs: 0,
    receivingMs: 0,
    status: Number(tags['status'] ?? 0),
    errorCode: Number(tags['error_code'] ?? 0),
    error: tags['error'] ?? '',
    answer: undefined,
  };
}

function parseAnswer({ metadata }: Point): K6Answer {
  return JSON.parse(metadata?.['answer'] ?? '{"headers":{},"body":""}') as K6Answer;
}
