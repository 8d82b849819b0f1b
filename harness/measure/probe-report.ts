/** What the probe in a function reports with every answer. */

export interface ProbeReport {
  readonly instance: string;
  readonly invocation: number;
  readonly initDurationMs: number;
  readonly handlerDurationMs: number;
  /** Not every probe tells. */
  readonly startedAtEpochMs?: number;
}

export interface ProbedAnswer {
  readonly probe: ProbeReport | undefined;
  /** What the function returned; the whole answer where there is no probe. */
  readonly output: unknown;
}

/** Takes an answer apart; an answer that is not ours passes through as output. */
export function parseProbedAnswer(body: string): ProbedAnswer {
  const answer = parseJson(body);
  if (!isRecord(answer) || !isRecord(answer['probe'])) return { probe: undefined, output: answer };
  const { instance, invocation, initDurationMs, handlerDurationMs, startedAtEpochMs } = answer['probe'];
  const isProbe =
    typeof instance === 'string' &&
    typeof invocation === 'number' &&
    typeof initDurationMs === 'number' &&
    typeof handlerDurationMs === 'number';
  return isProbe
    ? {
        probe: {
          instance,
          invocation,
          initDurationMs,
          handlerDurationMs,
          ...(typeof startedAtEpochMs === 'number' && { startedAtEpochMs }),
        },
        output: answer['output'],
      }
    : { probe: undefined, output: answer };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
