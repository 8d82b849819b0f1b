/** `/admin/timers`: plain routes to timers, because Lambda has none and EventBridge is a service of its own. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { parseFunctionReference } from '../control/function-name.ts';
import { LambdaError } from '../control/lambda-error.ts';
import { quotas } from '../control/quotas.ts';
import { type Fields, isRecord } from '../control/read-settings.ts';
import { ScheduleError } from '../timers/schedule-error.ts';
import type { TimerDescription, TimerSettings } from '../timers/timers.ts';
import { sendJson } from './answer.ts';
import type { GatewayContext } from './gateway-context.ts';
import { readBody } from './read-body.ts';

const path = '/admin/timers';

export function isTimerPath(url: string): boolean {
  return url === path || url.startsWith(`${path}/`);
}

/** @throws LambdaError */
export async function serveTimers(
  request: IncomingMessage,
  response: ServerResponse,
  context: GatewayContext,
): Promise<void> {
  const { timers } = context.events;
  const { method = '', url = '' } = request;
  const name = url.slice(path.length + 1).split('?', 1)[0] ?? '';
  if (name === '' && method === 'GET') {
    return sendJson(response, 200, { timers: timers.list().map((timer) => toWire(timer)) });
  }
  switch (method) {
    case 'GET':
      return sendJson(response, 200, toWire(timers.find(name) ?? refuseAbsent(name)));
    case 'PUT': {
      demandName(name);
      const timer = put(name, await readFields(request), context);
      await context.events.commit();
      context.log(`timer ${name} calls ${timer.target.name}: ${timer.schedule}`);
      return sendJson(response, 200, toWire(timer));
    }
    case 'DELETE':
      if (!timers.delete(name)) refuseAbsent(name);
      await context.events.commit();
      context.log(`timer ${name} deleted`);
      response.writeHead(204).end();
      return;
    default:
      request.resume();
      throw new LambdaError('InvalidParameterValueException', `${method} ${url}: use GET, PUT or DELETE`);
  }
}

function put(name: string, fields: Fields, { events, registry }: GatewayContext): TimerDescription {
  const settings = readTimer(fields);
  // What is not there is not called.
  registry.resolve(settings.target);
  try {
    return events.timers.put(name, settings);
  } catch (error) {
    if (!(error instanceof ScheduleError)) throw error;
    throw new LambdaError('InvalidParameterValueException', `schedule: ${error.message}`);
  }
}

function readTimer(fields: Fields): TimerSettings {
  const { function: given, qualifier, schedule, input, ...others } = fields;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw refuse(unknown, 'expected function, qualifier, schedule and input only');
  if (typeof given !== 'string') throw refuse('function', 'expected the name of a function');
  if (typeof schedule !== 'string') throw refuse('schedule', 'expected text, as rate(5 minutes)');
  if (qualifier !== undefined && qualifier !== null && typeof qualifier !== 'string') {
    throw refuse('qualifier', 'expected a version or an alias');
  }
  const reference = parseFunctionReference(given);
  const target = { name: reference.name, qualifier: reference.qualifier ?? qualifier ?? undefined };
  return { target, schedule, ...(input !== undefined && { input }) };
}

function demandName(name: string): void {
  if (/^[\w.-]{1,64}$/.test(name)) return;
  throw refuse('name', `'${name}': expected up to 64 letters, digits, dots, hyphens and underscores`);
}

function refuse(place: string, problem: string): LambdaError {
  return new LambdaError('InvalidParameterValueException', `${place}: ${problem}`);
}

function refuseAbsent(name: string): never {
  throw new LambdaError('ResourceNotFoundException', `no timer ${name}`);
}

async function readFields(request: IncomingMessage): Promise<Fields> {
  const body = await readBody(request, quotas.asyncPayloadBytes);
  if (body === 'tooLarge') {
    throw new LambdaError('RequestTooLargeException', `a timer may have ${quotas.asyncPayloadBytes} bytes`);
  }
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    if (isRecord(value)) return value;
  } catch {
    // Said below.
  }
  throw new LambdaError('InvalidRequestContentException', 'The request body is not a json object');
}

function toWire({ name, target, schedule, input, createdEpochMs, nextAtMs }: TimerDescription): unknown {
  return {
    name,
    function: target.name,
    qualifier: target.qualifier ?? null,
    schedule,
    ...(input !== undefined && { input }),
    createdAt: new Date(createdEpochMs).toISOString(),
    nextAt: nextAtMs === undefined ? null : new Date(nextAtMs).toISOString(),
  };
}
