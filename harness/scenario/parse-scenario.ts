/** From the text of a scenario file to a scenario, or to every problem it has, each with its place. */
import { type Document, LineCounter, isMap, isNode, isPair, isScalar, parseDocument } from 'yaml';
import type { z } from 'zod';
import { FaasmarkError, messageOf } from '../contract/errors.ts';
import { type CatalogNames, findFunctionProblems } from './function-checks.ts';
import type { Scenario } from './scenario.ts';
import { scenarioFile } from './schema/scenario-file.ts';
import { type Problem, findSemanticProblems } from './semantic-checks.ts';
import { findThresholdProblems } from './threshold-checks.ts';
import { findVariantProblems } from './variant-checks.ts';

export interface ParseOptions {
  /** Named in messages, as the user wrote it. */
  readonly file: string;
  readonly catalog: CatalogNames;
}

/**
 * @throws FaasmarkError `SCENARIO_INVALID`; its message has a line for each problem, `file:line:col path: message`,
 * in the order of the file.
 */
export function parseScenario(text: string, options: ParseOptions): Scenario {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    throw invalid(
      options.file,
      document.errors.map((error) => ({ offset: error.pos[0], text: error.message })),
      lines,
    );
  }

  const raw = toValue(document, options.file, lines);
  const parsed = scenarioFile.safeParse(raw);
  const problems = [
    ...(parsed.success ? [] : parsed.error.issues.flatMap(toProblems)),
    ...findSemanticProblems(raw),
    ...findFunctionProblems(raw, options.catalog),
    ...findVariantProblems(raw, options.catalog),
    ...findThresholdProblems(raw),
  ];
  if (parsed.success && problems.length === 0) return parsed.data;
  throw invalid(
    options.file,
    problems.map((problem) => ({
      offset: offsetOf(document, problem.path),
      text: describeProblem(document, problem),
    })),
    lines,
  );
}

/** A few lines of aliases can stand for gigabytes of text: the parser refuses them. */
function toValue(document: Document, file: string, lines: LineCounter): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw invalid(file, [{ offset: 0, text: messageOf(error) }], lines);
  }
}

/** zod names the parent of an unknown key; the user wants the key itself. */
export function toProblems(issue: z.core.$ZodIssue): Problem[] {
  const meant = findMeantOption(issue);
  if (meant !== undefined) return meant.flatMap(toProblems);
  const path = issue.path.map((key) => (typeof key === 'number' ? key : String(key)));
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...path, key], message: 'unknown key; see "faasmark schema"' }));
  }
  if (issue.code === 'invalid_key') return issue.issues.map((inner) => ({ path, message: inner.message }));
  const missing = /^Invalid input: expected (.+), received undefined$/.exec(issue.message);
  return [{ path, message: missing ? `missing; expected ${missing[1]}` : issue.message }];
}

/** Of what may be written as a text or as an object, only the problems of the way that was chosen. */
function findMeantOption(issue: z.core.$ZodIssue): z.core.$ZodIssue[] | undefined {
  if (issue.code !== 'invalid_union') return undefined;
  const isOtherType = (one: z.core.$ZodIssue): boolean =>
    one.code === 'invalid_type' && one.path.length === 0;
  const [meant, ...more] = issue.errors.filter((own) => !own.some(isOtherType));
  if (more.length > 0) return undefined;
  return meant?.map((one) => ({ ...one, path: [...issue.path, ...one.path] }));
}

/** `path: message`, with the value that is wrong unless the message names it already. */
export function describeProblem(document: Document, { path, message }: Problem): string {
  const value: unknown = document.getIn(path);
  const place = path.length === 0 ? 'scenario' : toDotted(path);
  const isTelling =
    ['string', 'number', 'boolean'].includes(typeof value) &&
    !message.includes(`"${String(value)}"`) &&
    !message.startsWith('unknown key');
  return `${place}: ${message}${isTelling ? `; got ${JSON.stringify(value)}` : ''}`;
}

function invalid(
  file: string,
  problems: readonly { readonly offset: number; readonly text: string }[],
  lines: LineCounter,
): FaasmarkError {
  const rows = problems
    .toSorted((a, b) => a.offset - b.offset)
    .map(({ offset, text }) => {
      const { line, col } = lines.linePos(offset);
      return `${file}:${line}:${col} ${text}`;
    });
  return new FaasmarkError('SCENARIO_INVALID', rows.join('\n'), {
    hint: 'faasmark schema prints the JSON Schema of a scenario; workloads/scenarios has examples.',
  });
}

function toDotted(path: readonly (string | number)[]): string {
  return path
    .map((key, at) => (typeof key === 'number' ? `[${key}]` : `${at === 0 ? '' : '.'}${key}`))
    .join('');
}

/** Where the value is, or its key if it has one, or the nearest parent that is there. */
function offsetOf(document: Document, path: readonly (string | number)[]): number {
  for (let depth = path.length; depth > 0; depth--) {
    const parent: unknown = depth === 1 ? document.contents : document.getIn(path.slice(0, depth - 1), true);
    const key = path[depth - 1];
    if (isMap(parent)) {
      const pair = parent.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === key);
      if (pair !== undefined && isNode(pair.key)) return pair.key.range?.[0] ?? 0;
    }
    const node: unknown = document.getIn(path.slice(0, depth), true);
    if (isNode(node)) return node.range?.[0] ?? 0;
  }
  return isNode(document.contents) ? (document.contents.range?.[0] ?? 0) : 0;
}
