/**
 * Which messages of a queue a function wants to see: pure. The rules are those of EventBridge's patterns that Lambda knows; of a
 * message only its body can be asked for (docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html and
 * with-sqs-filtering.html, November 2026).
 */
import { isRecord } from '../control/read-settings.ts';

/** Whether a body is wanted. */
export type MessageFilter = (body: string) => boolean;

type Rule = (value: unknown) => boolean;

/** Lambda's default; ours stays at it. */
const mostFilters = 5;
const mostCharacters = 4096;

/**
 * @param criteria - `FilterCriteria` of a request.
 * @param problems - gets a sentence for each thing that is wrong.
 * @returns the patterns as they were written; undefined when the request says nothing of them.
 */
export function readFilterCriteria(criteria: unknown, problems: string[]): readonly string[] | undefined {
  if (criteria === undefined || criteria === null) return undefined;
  const filters = isRecord(criteria) ? (criteria['Filters'] ?? []) : undefined;
  if (!Array.isArray(filters)) {
    problems.push('FilterCriteria must be {"Filters":[{"Pattern":"..."}]}');
    return undefined;
  }
  if (filters.length > mostFilters) problems.push(`FilterCriteria has more than ${mostFilters} filters`);
  return filters.map((filter: unknown, at) => {
    const pattern = isRecord(filter) ? filter['Pattern'] : undefined;
    const where = `filterCriteria.filters.${at + 1}.pattern`;
    if (typeof pattern !== 'string') problems.push(`'${where}' must be a text of JSON`);
    else if (pattern.length > mostCharacters)
      problems.push(`'${where}' has more than ${mostCharacters} characters`);
    else {
      try {
        toFilter(pattern);
      } catch (error) {
        problems.push(`Invalid filter pattern definition '${where}': ${(error as Error).message}`);
      }
    }
    return String(pattern);
  });
}

/** One pattern is enough; without any, every message is wanted. @param patterns - that have been read. */
export function toMessageFilter(patterns: readonly string[]): MessageFilter {
  const filters = patterns.map(toFilter);
  return (body) => filters.length === 0 || filters.some((filter) => filter(body));
}

/** @throws Error with one sentence. */
function toFilter(pattern: string): MessageFilter {
  const { body, ...others } = parseObject(pattern);
  const [other] = Object.keys(others);
  if (other !== undefined) throw new Error(`'${other}' cannot be filtered by, only 'body'`);
  if (body === undefined) return () => true;
  const rule = toRule(body, 'body');
  // A pattern of texts is for bodies that are texts, one of fields for those that are JSON: the others match neither.
  if (Array.isArray(body)) return (text) => !isRecord(parse(text)) && rule(text);
  return (text) => {
    const value = parse(text);
    return isRecord(value) && rule(value);
  };
}

function parseObject(text: string): Record<string, unknown> {
  const value = parse(text);
  if (!isRecord(value)) throw new Error('it is no JSON object');
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** @param place - where the pattern is, for the reader of an error. */
function toRule(pattern: unknown, place: string): Rule {
  if (Array.isArray(pattern)) return toChoice(pattern, place);
  if (!isRecord(pattern)) throw new Error(`'${place}' must be an array of values or an object of fields`);
  const rules = Object.entries(pattern).map(([name, below]) => {
    const where = `${place}.${name}`;
    if (name === '$or') return toAlternatives(below, where);
    const rule = toRule(below, where);
    return (value: unknown) => rule(isRecord(value) ? value[name] : undefined);
  });
  return (value) => rules.every((rule) => rule(value));
}

function toAlternatives(patterns: unknown, place: string): Rule {
  if (!Array.isArray(patterns) || patterns.length < 2)
    throw new Error(`'${place}' must be an array of patterns`);
  const rules = patterns.map((pattern: unknown, at) => toRule(pattern, `${place}[${at}]`));
  return (value) => rules.some((rule) => rule(value));
}

/** One of them is enough; of a value that is a list, one element. */
function toChoice(choices: readonly unknown[], place: string): Rule {
  if (choices.length === 0) throw new Error(`'${place}' must not be empty`);
  const rules = choices.map((choice) => toLeaf(choice, place));
  const isMet: Rule = (value) => rules.some((rule) => rule(value));
  return (value) => (Array.isArray(value) ? value.some(isMet) : isMet(value));
}

function toLeaf(choice: unknown, place: string): Rule {
  if (!isRecord(choice)) return (value) => value === choice;
  const [[name, argument] = ['', undefined], ...more] = Object.entries(choice);
  const make = operators[name];
  if (make === undefined || more.length > 0) {
    throw new Error(`'${place}' has an operator other than ${Object.keys(operators).join(', ')}`);
  }
  return make(argument, `${place}.${name}`);
}

const operators: Readonly<Record<string, (argument: unknown, place: string) => Rule>> = {
  exists(argument, place) {
    if (typeof argument !== 'boolean') throw new Error(`'${place}' must be true or false`);
    return (value) => (value !== undefined && !isRecord(value)) === argument;
  },
  prefix: toTextRule((text, argument) => text.startsWith(argument)),
  suffix: toTextRule((text, argument) => text.endsWith(argument)),
  'equals-ignore-case': toTextRule((text, argument) => text.toLowerCase() === argument.toLowerCase()),
  'anything-but'(argument, place) {
    const refused = Array.isArray(argument) ? argument : [argument];
    const rules = refused.map((one) => toLeaf(one, place));
    return (value) => value !== undefined && !rules.some((rule) => rule(value));
  },
  numeric(argument, place) {
    const parts: unknown[] = Array.isArray(argument) ? argument : [];
    const rules = Array.from({ length: Math.ceil(parts.length / 2) }, (_, at) => {
      const compare = comparisons[String(parts[at * 2])];
      const bound = parts[at * 2 + 1];
      if (compare === undefined || typeof bound !== 'number') {
        throw new Error(`'${place}' must be one or two comparisons, as [">", 0, "<=", 5]`);
      }
      return (value: number) => compare(value, bound);
    });
    if (rules.length === 0 || rules.length > 2) {
      throw new Error(`'${place}' must be one or two comparisons, as [">", 0, "<=", 5]`);
    }
    return (value) => typeof value === 'number' && rules.every((rule) => rule(value));
  },
};

const comparisons: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};

function toTextRule(
  isMet: (text: string, argument: string) => boolean,
): (argument: unknown, place: string) => Rule {
  return (argument, place) => {
    if (typeof argument !== 'string') throw new Error(`'${place}' must be a text`);
    return (value) => typeof value === 'string' && isMet(value, argument);
  };
}
