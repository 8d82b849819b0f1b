/**
 * From load to one k6 script in TypeScript, which k6 runs as it is since 1.0: a k6 scenario for each part. What k6 does
 * otherwise than the engine native is said in the script, for whoever finds it without us.
 */
import type { InvocationTarget } from '../../contract/target.ts';
import type { Millis } from '../../contract/units.ts';
import type { PlayPart } from '../engine.ts';
import { demandPlainTarget } from './demand-plain-target.ts';
import { type Executor, millis, mostVUs, toExecutor } from './executor.ts';
import { toComment, toLiteral } from './literal.ts';
import {
  type AnswerHandling,
  environmentUrl,
  handingOver,
  partType,
  readingAnswers,
  toIteration,
} from './script-body.ts';

/** The load on one function, as a part of a script. */
export interface ScriptPart extends Pick<PlayPart, 'phase' | 'function' | 'target' | 'load'> {
  /** Environment variable with the URL; instead of the target's own, where that is known only after deployment. */
  readonly urlVariable?: string;
  /** From the start of the script; default: 0. */
  readonly startMs?: Millis;
  /** The load in a few words, for a comment. */
  readonly description?: string;
}

export interface ScriptOptions {
  /** Value of the tag `run`; default: no tag. */
  readonly run?: string;
  /** Most virtual users of a part; default: {@link mostVUs}. */
  readonly maxVUs?: number;
  readonly connectionReuse?: 'reuse' | 'fresh';
  /** As k6 takes them: from a metric to expressions such as `p(95)<200`. */
  readonly thresholds?: Readonly<Record<string, readonly string[]>>;
  /**
   * What becomes of answers: `read` makes metrics of the script's own of them, `handOver` writes them out for the engine.
   * Default: `read`.
   */
  readonly answers?: 'read' | 'handOver';
}

const answerHandlings: Readonly<Record<'read' | 'handOver', AnswerHandling>> = {
  read: readingAnswers,
  handOver: handingOver,
};

/** @throws FaasmarkError `ABILITY_MISSING` for a target that is signed or retried. */
export function compileScript(parts: readonly ScriptPart[], options: ScriptOptions = {}): string {
  for (const part of parts) demandPlainTarget(part.function, part.target);
  const handling = answerHandlings[options.answers ?? 'read'];
  const names = toScenarioNames(parts);
  const usesEnvironment = parts.some((part) => part.urlVariable !== undefined);
  const sections = [
    header,
    toImports(handling.metrics),
    partType,
    `const parts: Readonly<Record<string, Part>> = {\n${parts.map((part, at) => toPart(part, names[at] ?? '')).join('')}};`,
    `export const options: Options = ${toLiteral(toOptions(parts, names, options), 0)};`,
    ...(usesEnvironment ? [environmentUrl] : []),
    handling.helpers,
    toIteration(handling),
  ];
  return sections.map((section) => `${section.trim()}\n`).join('\n');
}

/** The names of the k6 scenarios, which may hold letters, digits, - and _ only, in the order of the parts. */
export function toScenarioNames(parts: readonly Pick<ScriptPart, 'phase'>[]): string[] {
  const names = parts.map(({ phase }) => phase.replaceAll(/[^A-Za-z0-9_-]/g, '_'));
  return names.map((name, at) => (names.indexOf(name) === at ? name : `${name}_${at}`));
}

const header = `// Made by faasmark, for k6 1.0 or later, which runs TypeScript as it is: k6 run SCRIPT.ts
//
// What k6 does otherwise than faasmark:
// - It lays arrivals out at even distances only. Random arrivals become their mean rate, other shapes straight pieces.
// - It drops what finds no free virtual user (dropped_iterations), and measures from the send, not from the schedule.
//
// maxVUs is the highest rate times the time limit, the most that can be in flight; it is bounded by ${mostVUs}.
`;

function toImports(metrics: string): string {
  return `import { sleep } from 'k6';
import exec from 'k6/execution';
import http from 'k6/http';
import { ${metrics} } from 'k6/metrics';
import type { Options } from 'k6/options';`;
}

function toPart({ target, load, urlVariable, description, ...part }: ScriptPart, name: string): string {
  const { method, headers, body, timeoutMs, expectedOutput = null } = target;
  const url =
    urlVariable === undefined ? toLiteral(toUrl(target), 2) : `fromEnvironment(${toLiteral(urlVariable, 2)})`;
  const rest = {
    method,
    function: part.function,
    headers,
    body,
    timeoutMs,
    thinkTimeMs: load.model === 'closed' ? load.thinkTimeMs : 0,
    expectedOutput,
  };
  const fields = Object.entries(rest).map(([field, value]) => `    ${field}: ${toLiteral(value, 2)},\n`);
  const comment = description === undefined ? '' : `  // ${toComment(description)}\n`;
  return `${comment}  ${toLiteral(name, 1)}: {\n    url: ${url},\n${fields.join('')}  },\n`;
}

function toUrl({ origin, path }: InvocationTarget): string {
  return `${origin}${path}`;
}

function toOptions(parts: readonly ScriptPart[], names: readonly string[], options: ScriptOptions): object {
  const { run, thresholds, connectionReuse, maxVUs = mostVUs } = options;
  const scenarios = parts.map((part, at): [string, Executor] => {
    const { phase, function: name, startMs = 0 } = part;
    const executor = toExecutor(part.load, {
      timeoutMs: part.target.timeoutMs,
      maxVUs,
      isExact: options.answers === 'handOver',
    });
    const startTime = startMs === 0 ? {} : { startTime: millis(startMs) };
    return [names[at] ?? '', { ...executor, ...startTime, tags: { phase, function: name } }];
  });
  return {
    ...(run === undefined ? {} : { tags: { run } }),
    // The URL is no tag: it may hold a secret.
    systemTags: ['scenario', 'name', 'method', 'status', 'error', 'error_code', 'expected_response', 'proto'],
    ...(connectionReuse === 'fresh' ? { noConnectionReuse: true } : {}),
    scenarios: Object.fromEntries(scenarios),
    ...(thresholds === undefined ? {} : { thresholds }),
  };
}
