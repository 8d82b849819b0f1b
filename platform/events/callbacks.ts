/** Sends the result of an event to the URL that its caller gave, as OpenFaaS does; several times, until somebody takes it. */
import type { Clock } from '../clock.ts';
import type { DataStore } from '../storage/data-store.ts';
import type { EventEnd, FinishedEvent } from './queued-event.ts';

export interface CallbackRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface CallbacksOptions {
  readonly clock: Clock;
  readonly store: DataStore;
  /** @returns the status of the answer. Rejects when there is none. */
  readonly post: (request: CallbackRequest, signal: AbortSignal) => Promise<number>;
  readonly log: (line: string) => void;
}

export interface Callbacks {
  /** For an event that is over; nothing for one that nobody waits for. */
  add(event: FinishedEvent): void;
  /** Goes on with what an earlier platform has left in the store; each has all its tries again. */
  restore(): void;
  close(): void;
}

/** Before the second try, the third, ... */
const waitsMs = [1000, 2000, 4000, 8000];
const longestMs = 10_000;

export function createCallbacks({ clock, store, post, log }: CallbacksOptions): Callbacks {
  const requests = store.table('callbacks', {
    toJson: ({ body, ...request }: CallbackRequest) => ({ ...request, body: body.toString('base64') }),
    fromJson(json) {
      const request = json as Omit<CallbackRequest, 'body'> & { readonly body: string };
      return { ...request, body: Buffer.from(request.body, 'base64') };
    },
  });
  const closing = new AbortController();

  async function deliver(id: string, request: CallbackRequest, tries = 0): Promise<void> {
    const problem = await tryOnce(request);
    if (closing.signal.aborted) return;
    const waitMs = waitsMs[tries];
    if (problem !== undefined && waitMs !== undefined) {
      clock.after(waitMs, () => {
        if (!closing.signal.aborted) void deliver(id, request, tries + 1);
      });
      return;
    }
    if (problem !== undefined) log(`the result of ${id} is given up: ${request.url}: ${problem}`);
    requests.delete(id);
    store.commitSoon();
  }

  /** @returns what went wrong. What refuses the result has got it. */
  async function tryOnce(request: CallbackRequest): Promise<string | undefined> {
    const late = new AbortController();
    const timer = clock.after(longestMs, () => late.abort(new Error(`no answer within ${longestMs} ms`)));
    try {
      const status = await post(request, AbortSignal.any([late.signal, closing.signal]));
      return status >= 500 ? `status ${status}` : undefined;
    } catch (error) {
      return String((error as Error).cause ?? error);
    } finally {
      timer.cancel();
    }
  }

  return {
    add(event) {
      const callback = event.plain?.callback;
      if (callback === undefined) return;
      const { requestId } = event.invocation;
      const request = toRequest(event, callback.url, callback.callId);
      requests.set(requestId, request);
      void deliver(requestId, request);
    },
    restore() {
      for (const [id, request] of requests.entries()) void deliver(id, request);
    },
    close: () => closing.abort(),
  };
}

/** Follows no redirection: it could lead where the URL itself must not. */
export async function postCallback(
  { url, headers, body }: CallbackRequest,
  signal: AbortSignal,
): Promise<number> {
  const answer = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal });
  await answer.body?.cancel();
  return answer.status;
}

const statusOf: Readonly<Record<EventEnd, number>> = {
  done: 200,
  retriesExhausted: 502,
  tooOld: 503,
  switchedOff: 429,
  functionDeleted: 404,
};

function toRequest(event: FinishedEvent, url: string, callId: string): CallbackRequest {
  const { functionName, end, lastRun } = event;
  const status = lastRun?.outcome === 'timedOut' && end === 'retriesExhausted' ? 504 : statusOf[end];
  return {
    url,
    headers: {
      'content-type': 'application/json',
      'x-call-id': callId,
      'x-duration-seconds': ((lastRun?.durationMs ?? 0) / 1000).toFixed(6),
      'x-function-name': functionName,
      'x-function-status': String(status),
    },
    body: lastRun?.payload ?? Buffer.alloc(0),
  };
}
