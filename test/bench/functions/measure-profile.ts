/** One function in one language: cold starts, then invocations one after another with each of its inputs. */
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { inputSizes, type InputSize, type Language } from '../../../harness/contract/workload.ts';
import { findOutputError } from '../../../harness/measure/output-check.ts';
import { parseReportLine } from '../../../harness/measure/report-line.ts';
import type { FunctionDefinition } from '../../../workloads/catalog.ts';
import { deployFunction, type ProbedOutput } from '../../support/catalog-functions.ts';
import { invoke } from '../../support/lambda-client.ts';
import { median } from '../statistics.ts';

export interface ProfileContext {
  readonly client: LambdaClient;
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
  /** Most that the instance has used, after all inputs. */
  readonly memoryMiB: number;
  readonly wrongOutputs: number;
}

const coldStarts = 5;
/** Until what runs often is compiled. */
const warmUps = 3;
const fewest = 3;
const most = 30;
const longestMs = 2000;
const called = 5;
/** For `code-size`, which has nothing to do without. */
const fillerMiB = 10;

export async function measureProfile(
  definition: FunctionDefinition,
  language: Language,
  { client, storeUrl, calledUrl, quick, signal }: ProfileContext,
): Promise<Profile> {
  const isFilled = definition.name === 'code-size';
  const toEvent = (size: InputSize): Readonly<Record<string, unknown>> => ({
    ...definition.inputs[size],
    ...(definition.name === 'key-value' && { url: storeUrl }),
    ...('urls' in definition.inputs[size] && { urls: Array.from({ length: called }, () => calledUrl) }),
  });
  let memoryMiB = 0;
  let wrongOutputs = 0;

  async function run(
    name: string,
    event: Readonly<Record<string, unknown>>,
  ): Promise<{ initMs: number; handlerMs: number; output: unknown }> {
    signal.throwIfAborted();
    const { payload, functionError, log } = await invoke(client, name, event, { LogType: 'Tail' });
    if (functionError !== undefined) throw new Error(JSON.stringify(payload));
    const { probe, output } = payload as ProbedOutput;
    const report = parseReportLine(log, undefined);
    memoryMiB = Math.max(memoryMiB, report?.maxMemoryUsedMiB ?? 0);
    return { initMs: report?.initDurationMs ?? Number.NaN, handlerMs: probe.handlerDurationMs, output };
  }

  async function measure(name: string, size: InputSize): Promise<number> {
    const event = toEvent(size);
    const expected = definition.expectedOutput(event, { fillerMiB: isFilled ? fillerMiB : 0 });
    const times: number[] = [];
    let spentMs = 0;
    for (let at = 0; at < (quick ? 1 : most) && (times.length < fewest || spentMs < longestMs); at++) {
      const { handlerMs, output } = await run(name, event);
      if (findOutputError(output, expected) !== undefined) wrongOutputs++;
      spentMs += handlerMs;
      if (quick || at >= warmUps) times.push(handlerMs);
    }
    return median(times);
  }

  const inits: number[] = [];
  let name = '';
  for (let at = 0; at < (quick ? 1 : coldStarts); at++) {
    name = await deployFunction(client, definition, language, {
      suffix: `-${at}`,
      ...(isFilled && { fillerMiB }),
    });
    inits.push((await run(name, toEvent('test'))).initMs);
  }
  const handlerMs = { test: 0, small: 0, large: 0 };
  for (const size of inputSizes) handlerMs[size] = await measure(name, size);
  return { initMs: median(inits), handlerMs, memoryMiB, wrongOutputs };
}
