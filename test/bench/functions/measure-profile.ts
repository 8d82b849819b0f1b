/** One function in one language: cold starts, then invocations one after another with each of its inputs. */
import { DeleteFunctionCommand } from '@aws-sdk/client-lambda';
import { inputSizes, type InputSize, type Language } from '../../../harness/contract/workload.ts';
import { findOutputError } from '../../../harness/measure/output-check.ts';
import { parseReportLine } from '../../../harness/measure/report-line.ts';
import type { FunctionDefinition } from '../../../workloads/catalog.ts';
import { deployFunction, type ProbedOutput } from '../../support/catalog-functions.ts';
import { invoke } from '../../support/lambda-client.ts';
import type { PlatformTarget } from '../platform-target.ts';
import { median } from '../statistics.ts';
import { readStartedProcessorMs } from './processor-time.ts';

export interface ProfileContext {
  readonly platform: PlatformTarget;
  /** Of a key-value store. */
  readonly storeUrl: string;
  /** Of a function that gives its payload back. */
  readonly calledUrl: string;
  readonly quick: boolean;
  readonly signal: AbortSignal;
}

export interface Profile {
  /** As the platform states it: the start of the runtime and the loading of the code. */
  readonly initMs: number;
  /** As the probe measures it, on an instance that has had the same input before. */
  readonly handlerMs: Readonly<Record<InputSize, number>>;
  /** Of a warm invocation, by all threads of the instance and of those that it calls; the runtime's part included. */
  readonly processorMs: Readonly<Record<InputSize, number>>;
  /** Most that the instance has used, after all inputs. */
  readonly memoryMiB: number;
  readonly wrongOutputs: number;
}

interface Invoked {
  readonly initMs: number;
  readonly handlerMs: number;
  readonly memoryMiB: number;
  readonly output: unknown;
}

const coldStarts = 5;
/** Until what runs often is compiled. */
const warmUps = 3;
const fewest = 3;
const most = 30;
const longestMs = 2000;
/** Calls of a chain and of a fan-out. */
const calls = 5;
/** For `code-size`, which has nothing to do without. */
const fillerMiB = 10;

export async function measureProfile(
  definition: FunctionDefinition,
  language: Language,
  context: ProfileContext,
): Promise<Profile> {
  const { platform, quick } = context;
  const filled = definition.name === 'code-size' ? { fillerMiB } : {};
  const names: string[] = [];
  const cold: Invoked[] = [];
  try {
    for (let at = 0; at < (quick ? 1 : coldStarts); at++) {
      names.push(
        await deployFunction(platform.client, definition, language, { suffix: `-${at}`, ...filled }),
      );
      cold.push(await run(names.at(-1) ?? '', toEvent(definition, 'test', context), context));
    }
    const inputs = new Map<InputSize, Awaited<ReturnType<typeof measureInput>>>();
    for (const size of inputSizes) {
      const event = toEvent(definition, size, context);
      const expected = definition.expectedOutput(event, { fillerMiB: filled.fillerMiB ?? 0 });
      inputs.set(size, await measureInput(names.at(-1) ?? '', event, expected, context));
    }
    const measured = [...inputs.values()];
    const bySize = (pick: (one: (typeof measured)[number]) => number): Record<InputSize, number> =>
      Object.fromEntries(Array.from(inputs, ([size, one]) => [size, pick(one)])) as Record<InputSize, number>;
    return {
      initMs: median(cold.map(({ initMs }) => initMs)),
      handlerMs: bySize(({ handlerMs }) => handlerMs),
      processorMs: bySize(({ processorMs }) => processorMs),
      memoryMiB: Math.max(...measured.map(({ memoryMiB }) => memoryMiB)),
      wrongOutputs: measured.reduce((sum, { wrongOutputs }) => sum + wrongOutputs, 0),
    };
  } finally {
    for (const FunctionName of names) await platform.client.send(new DeleteFunctionCommand({ FunctionName }));
  }
}

type Event = Readonly<Record<string, unknown>>;

function toEvent(
  { name, inputs }: FunctionDefinition,
  size: InputSize,
  { storeUrl, calledUrl }: ProfileContext,
): Event {
  return {
    ...inputs[size],
    ...(name === 'key-value' && { url: storeUrl }),
    ...('urls' in inputs[size] && { urls: Array.from({ length: calls }, () => calledUrl) }),
  };
}

async function run(name: string, event: Event, { platform, signal }: ProfileContext): Promise<Invoked> {
  signal.throwIfAborted();
  const { payload, functionError, log } = await invoke(platform.client, name, event, { LogType: 'Tail' });
  if (functionError !== undefined) throw new Error(JSON.stringify(payload));
  const { probe, output } = payload as ProbedOutput;
  const { initDurationMs, maxMemoryUsedMiB } = parseReportLine(log, undefined) ?? {};
  return {
    initMs: initDurationMs ?? Number.NaN,
    handlerMs: probe.handlerDurationMs,
    memoryMiB: maxMemoryUsedMiB ?? Number.NaN,
    output,
  };
}

async function measureInput(
  name: string,
  event: Event,
  expected: Event,
  context: ProfileContext,
): Promise<{ handlerMs: number; processorMs: number; memoryMiB: number; wrongOutputs: number }> {
  const { platform, quick } = context;
  for (let at = 0; at < (quick ? 0 : warmUps); at++) await run(name, event, context);
  const before = readStartedProcessorMs(platform.pid);
  const invoked: Invoked[] = [];
  let spentMs = 0;
  while (
    invoked.length < (quick ? 1 : fewest) ||
    (spentMs < longestMs && invoked.length < (quick ? 1 : most))
  ) {
    const one = await run(name, event, context);
    invoked.push(one);
    spentMs += one.handlerMs;
  }
  const processorMs = (readStartedProcessorMs(platform.pid) - before) / invoked.length;
  return {
    handlerMs: median(invoked.map((one) => one.handlerMs)),
    processorMs,
    memoryMiB: Math.max(...invoked.map((one) => one.memoryMiB)),
    wrongOutputs: invoked.filter(({ output }) => findOutputError(output, expected) !== undefined).length,
  };
}
