/** Processes made on demand, beside the runtime spawned as it is. */
import { atMost, below } from '../figure.ts';
import { ratio } from '../statistics.ts';
import { compareStarts, type StartContender } from './compare-starts.ts';
import { helloInNode, helloInPython, toNodeCommand, toPythonCommand } from './hello.ts';
import type { PartContext, PartResult } from './part.ts';
import { timeCommand } from './time-command.ts';

const repetitions = 40;

export async function measureProcesses(context: PartContext): Promise<PartResult> {
  const { platform, python, scope } = context;
  const node = toNodeCommand(scope.folder);
  const contenders: StartContender[] = [
    { name: 'node, spawned', start: () => timeCommand(node) },
    { name: 'process, Node.js', origin: 'new', start: () => platform.start('process-node') },
  ];
  await platform.deploy('process-node', helloInNode);
  if (python !== undefined) {
    const command = toPythonCommand(scope.folder, python);
    contenders.push(
      { name: 'python3 -I, spawned', start: () => timeCommand(command) },
      { name: 'process, Python', start: () => platform.start('process-python') },
    );
    await platform.deploy('process-python', helloInPython);
  }
  const { times, failed } = await compareStarts(contenders, repetitions, context);
  const ofPython = times['process, Python'];
  const process = ratio(times['process, Node.js']?.p50Ms, times['node, spawned']?.p50Ms);
  const processPython = ratio(ofPython?.p50Ms, times['python3 -I, spawned']?.p50Ms);
  // Without namespaces there is no server to fork from.
  const forkedMs = ofPython?.origin === 'forked' ? ofPython.p50Ms : null;
  return {
    figures: [
      atMost('ratio.process', process, 1.25),
      atMost('ratio.processPython', processPython, 1.25),
      below('forkedMs', forkedMs, 10),
    ],
    ratio: { process, processPython },
    fields: { forkedMs },
    times,
    failed,
  };
}
