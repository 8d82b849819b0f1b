/** How a runtime in a guest ended, as the guest says it: whoever speaks there may say anything. */
import { constants } from 'node:os';
import type { SandboxExit } from '../backend.ts';

/** Status of a shell whose command was ended by SIGKILL. */
const killedStatus = 128 + 9;

/** From the agent's JSON. @throws RangeError, or SyntaxError, for what no agent says. */
export function readAgentExit(json: string): SandboxExit {
  const { kind, status, signal, code, message } = JSON.parse(json) as Readonly<Record<string, unknown>>;
  if (kind === 'exited' && typeof status === 'number') return { kind, status };
  if (kind === 'signalled' && typeof signal === 'string' && signal in constants.signals)
    return { kind, signal };
  if (kind === 'outOfMemory') return { kind };
  if (kind === 'notStarted') return { kind, code: String(code), message: String(message) };
  throw new RangeError(`no exit: ${json.slice(0, 100)}`);
}

/** By the status that a shell gives: from 129 up it stands for a signal, of which only this one is told. */
export function toShellExit(status: number, isOutOfMemory: boolean): SandboxExit {
  if (status !== killedStatus) return { kind: 'exited', status };
  return isOutOfMemory ? { kind: 'outOfMemory' } : { kind: 'signalled', signal: 'SIGKILL' };
}
