/** Processor time of processes by the kernel's scheduler, to the nanosecond: proc(5), `schedstat`. */
import { readFileSync, readdirSync } from 'node:fs';
import { listDescendants } from '../coldstart/process-tree.ts';

/** Of every thread of what a process has started, itself not counted. Of threads that have ended it knows nothing. */
export function readStartedProcessorMs(pid: number): number {
  const [, ...started] = listDescendants(pid);
  return started.reduce((sum, one) => sum + readProcessorMs(one), 0);
}

/** 0 of a process that is gone. */
function readProcessorMs(pid: number): number {
  const folder = `/proc/${pid}/task`;
  try {
    const threads = readdirSync(folder).map((thread) =>
      readFileSync(`${folder}/${thread}/schedstat`, 'utf8'),
    );
    return threads.reduce((sum, text) => sum + Number(text.split(' ')[0]) / 1e6, 0);
  } catch {
    return 0;
  }
}
