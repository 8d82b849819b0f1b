/** What a script does in every iteration, whatever it sends, and what becomes of the answer. */

/** How a script treats answers: the parts of it that differ. */
export interface AnswerHandling {
  /** Imported from k6/metrics. */
  readonly metrics: string;
  /** Statements before the request. */
  readonly before: readonly string[];
  /** Statements after it. */
  readonly after: readonly string[];
  readonly helpers: string;
}

export const partType: string = `interface Part {
  readonly url: string;
  readonly method: string;
  readonly function: string;
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly timeoutMs: number;
  readonly thinkTimeMs: number;
  /** Fields that the function's output must have; null: any answer is right. */
  readonly expectedOutput: Readonly<Record<string, unknown>> | null;
}
`;

/** For targets whose address is known only once they are deployed. */
export const environmentUrl: string = `
function fromEnvironment(variable: string): string {
  const url = __ENV[variable];
  if (!url) throw new Error(\`set \${variable} to the URL of the function\`);
  return url;
}
`;

/** A script that runs by itself: what the answer says becomes metrics of k6. */
export const readingAnswers: AnswerHandling = {
  metrics: 'Rate, Trend',
  before: [],
  after: ['readAnswer(response.status, response.body, part.expectedOutput);'],
  helpers: `
/** Of the answers of functions with the probe. */
const coldStarts = new Rate('faas_cold_starts');
const initDuration = new Trend('faas_init_duration', true);
const handlerDuration = new Trend('faas_handler_duration', true);
/** Of the answers whose output is checked. */
const incorrect = new Rate('faas_incorrect');

function readAnswer(status: number, body: unknown, expectedOutput: Part['expectedOutput']): void {
  const answer = parseJson(body);
  const probe = isRecord(answer) ? answer['probe'] : undefined;
  if (isRecord(probe)) {
    const isCold = probe['invocation'] === 1;
    coldStarts.add(isCold);
    if (isCold && typeof probe['initDurationMs'] === 'number') initDuration.add(probe['initDurationMs']);
    if (typeof probe['handlerDurationMs'] === 'number') handlerDuration.add(probe['handlerDurationMs']);
  }
  if (expectedOutput === null || status < 200 || status >= 300) return;
  const output = isRecord(answer) && isRecord(probe) ? answer['output'] : answer;
  incorrect.add(!isRecord(output) || !hasFields(output, expectedOutput));
}

function hasFields(output: Record<string, unknown>, expected: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(expected).every(([field, value]) => isSame(output[field], value));
}

function isSame(one: unknown, other: unknown): boolean {
  if (!isObject(one) || !isObject(other)) return one === other;
  const [keys, others] = [Object.keys(one), Object.keys(other)];
  return (
    Array.isArray(one) === Array.isArray(other) &&
    keys.length === others.length &&
    keys.every((key) => isSame(one[key], other[key]))
  );
}

function parseJson(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return text;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return isObject(value) && !Array.isArray(value);
}
`,
};

/**
 * A script of the engine: it hands every answer over as it is, so that all engines read answers by the same code. It
 * goes into metadata, which k6 writes out and, unlike tags, does not keep a time series for.
 */
export const handingOver: AnswerHandling = {
  metrics: 'Counter',
  before: ["exec.vu.metrics.metadata['invocation'] = String(exec.scenario.iterationInTest);"],
  after: ['handOver(response.status, response.headers, String(response.body), part);'],
  helpers: `
const answers = new Counter('faasmark_answer');
const telling = /^x-(faas|amz)/i;

function handOver(status: number, headers: Record<string, string>, body: string, part: Part): void {
  const told = Object.entries(headers).filter(([name]) => telling.test(name));
  const isRight = status >= 200 && status < 300 && part.expectedOutput === null;
  // Says no more than that it came.
  if (isRight && told.length === 0 && !body.includes('"probe"')) return;
  exec.vu.metrics.metadata['answer'] = JSON.stringify({ headers: Object.fromEntries(told), body });
  answers.add(1);
  delete exec.vu.metrics.metadata['answer'];
}
`,
};

export function toIteration({ before, after }: AnswerHandling): string {
  const lines = (statements: readonly string[]): string => statements.map((one) => `  ${one}\n`).join('');
  return `
export default function (): void {
  const part = parts[exec.scenario.name];
  if (part === undefined) throw new Error(\`there is no part \${exec.scenario.name}\`);
${lines(before)}  const response = http.request(part.method, part.url, part.body === '' ? null : part.body, {
    headers: part.headers,
    timeout: part.timeoutMs,
    redirects: 0,
    responseType: 'text',
    tags: { name: part.function },
  });
${lines(after)}  if (part.thinkTimeMs > 0) sleep(part.thinkTimeMs / 1000);
}
`;
}
