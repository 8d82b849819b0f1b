/** What the service model says of the Lambda API, and where an answer of the platform differs from it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { preparedFolder } from './runtime-clients.ts';
import type { WireAnswer } from './boto3.ts';

interface Shape {
  readonly type: string;
  readonly members?: Readonly<Record<string, Member>>;
  readonly required?: readonly string[];
  readonly member?: Member;
  readonly key?: Member;
  readonly value?: Member;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly payload?: string;
  readonly error?: { readonly httpStatusCode: number };
}

interface Member {
  readonly shape: string;
  readonly location?: string;
  readonly locationName?: string;
}

interface Operation {
  readonly http: { readonly method: string; readonly requestUri: string; readonly responseCode: number };
  readonly output?: { readonly shape: string };
  readonly errors?: readonly { readonly shape: string }[];
}

export interface ServiceModel {
  readonly operations: Readonly<Record<string, Operation>>;
  readonly shapes: Readonly<Record<string, Shape>>;
  /** Members of the answers in AWS's own examples, by operation. */
  readonly exampleMembers: ReadonlyMap<string, readonly string[]>;
}

/** As botocore has it. */
export function readServiceModel(): ServiceModel {
  const folder = join(preparedFolder('aws-clients'), 'botocore', 'data', 'lambda', '2015-03-31');
  const model = JSON.parse(
    gunzipSync(readFileSync(join(folder, 'service-2.json.gz'))).toString(),
  ) as ServiceModel;
  const { examples } = JSON.parse(readFileSync(join(folder, 'examples-1.json'), 'utf8')) as {
    readonly examples: Readonly<Record<string, readonly { readonly output?: object }[]>>;
  };
  const exampleMembers = Object.entries(examples).map(
    ([name, ofOperation]) => [name, ofOperation.flatMap(({ output = {} }) => Object.keys(output))] as const,
  );
  return { ...model, exampleMembers: new Map(exampleMembers) };
}

/**
 * Where an answer differs from its operation's shape: its status, members that the model does not know, types, values
 * that are none of an enumeration, and members that AWS's examples have and it lacks.
 *
 * @param mayLack - members of the examples that only are there when they were asked for.
 */
export function findProblems(
  model: ServiceModel,
  answer: WireAnswer,
  mayLack: readonly string[] = [],
): string[] {
  const { output } = demand(model.operations, answer.operation);
  const problems = isStatus(model, answer) ? [] : [`status ${answer.status}`];
  if (output === undefined) return answer.body === '' ? problems : [...problems, 'a body'];
  const shape = demand(model.shapes, output.shape);
  if (shape.payload !== undefined) return problems;
  const body: unknown = answer.body === '' ? {} : JSON.parse(answer.body);
  const isInBody = (name: string): boolean => shape.members?.[name]?.location === undefined;
  const lacking = (model.exampleMembers.get(answer.operation) ?? [])
    .filter((name) => isInBody(name) && !mayLack.includes(name) && !Object.hasOwn(body as object, name))
    .map((name) => `no ${name}`);
  return [...problems, ...new Set(lacking), ...compare(model, output.shape, body, 'answer')];
}

/** The operation's own; where its answer has a member for the status, any that says success. */
function isStatus(model: ServiceModel, { operation, status }: WireAnswer): boolean {
  const { http, output } = demand(model.operations, operation);
  const members = output === undefined ? {} : (demand(model.shapes, output.shape).members ?? {});
  const isInAnswer = Object.values(members).some(({ location }) => location === 'statusCode');
  return isInAnswer ? status >= 200 && status < 300 : status === http.responseCode;
}

/** Where a refusal differs from the errors of its operation: name, status, members. */
export function findErrorProblems(model: ServiceModel, answer: WireAnswer): string[] {
  const name = answer.headers['x-amzn-errortype'] ?? '';
  const { errors = [] } = demand(model.operations, answer.operation);
  if (!errors.some(({ shape }) => shape === name)) return [`${answer.operation} knows no ${name}`];
  const { error, members = {} } = demand(model.shapes, name);
  const body = JSON.parse(answer.body) as Readonly<Record<string, unknown>>;
  return [
    ...(answer.status === error?.httpStatusCode
      ? []
      : [`status ${answer.status}, not ${error?.httpStatusCode}`]),
    ...Object.entries(members)
      .filter(([member, { location }]) => location === undefined && Object.hasOwn(body, member))
      .flatMap(([member, { shape }]) => compare(model, shape, body[member], member)),
    ...(Object.keys(members).some((member) => /^message$/i.test(member) && typeof body[member] === 'string')
      ? []
      : ['no message']),
  ];
}

function compare(model: ServiceModel, shapeName: string, value: unknown, path: string): string[] {
  const shape = demand(model.shapes, shapeName);
  const { type } = shape;
  if (!isOfType(type, value)) return [`${path} is ${JSON.stringify(value)}, not a ${type}`];
  if (type === 'structure') return compareStructure(model, shape, value as Record<string, unknown>, path);
  if (type === 'list') {
    const { shape: member } = shape.member ?? { shape: '' };
    return (value as unknown[]).flatMap((item, index) => compare(model, member, item, `${path}[${index}]`));
  }
  if (type === 'map') {
    const { shape: member } = shape.value ?? { shape: '' };
    return Object.entries(value as object).flatMap(([key, item]) =>
      compare(model, member, item, `${path}.${key}`),
    );
  }
  return isAllowed(shape, value)
    ? []
    : [`${path} is ${JSON.stringify(value)}, which ${shapeName} does not allow`];
}

function compareStructure(
  model: ServiceModel,
  { members = {}, required = [] }: Shape,
  value: Readonly<Record<string, unknown>>,
  path: string,
): string[] {
  const missing = required.filter((name) => !Object.hasOwn(value, name)).map((name) => `no ${path}.${name}`);
  const compared = Object.entries(value).flatMap(([name, item]) => {
    const member = members[name];
    return member === undefined
      ? [`${path}.${name} is unknown`]
      : compare(model, member.shape, item, `${path}.${name}`);
  });
  return [...missing, ...compared];
}

function isOfType(type: string, value: unknown): boolean {
  switch (type) {
    case 'structure':
    case 'map':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'list':
      return Array.isArray(value);
    case 'integer':
    case 'long':
      return Number.isInteger(value);
    case 'double':
    case 'timestamp':
      return typeof value === 'number';
    case 'boolean':
      return typeof value === 'boolean';
    default:
      return typeof value === 'string';
  }
}

function isAllowed({ enum: values, pattern }: Shape, value: unknown): boolean {
  if (values !== undefined) return values.includes(String(value));
  if (pattern === undefined) return true;
  // Classes of characters are only known in this mode, which is strict about what else is escaped.
  const flags = pattern.includes('\\p{') ? 'su' : 's';
  return new RegExp(`^(?:${pattern})$`, flags).test(String(value));
}

function demand<Value>(table: Readonly<Record<string, Value>>, name: string): Value {
  const value = table[name];
  if (value === undefined) throw new Error(`the service model has no ${name}`);
  return value;
}
