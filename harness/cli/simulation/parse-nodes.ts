/** Reads `--nodes`: how many machines with how much memory for instances. */
import { FaasmarkError } from '../../contract/errors.ts';

const mostNodes = 10_000;

/**
 * @returns the MiB of each node; one without an end when nothing is said.
 * @throws FaasmarkError `USAGE`
 */
export function parseNodes(text: string | undefined, memoryMiB: number): readonly number[] {
  if (text === undefined) return [Infinity];
  const [, count = '', size = ''] = /^(\d{1,5})x(\d{1,9})$/.exec(text) ?? [];
  const nodes = Number(count);
  const nodeMiB = Number(size);
  if (nodes < 1 || nodes > mostNodes || nodeMiB < 1) {
    throw new FaasmarkError(
      'USAGE',
      `--nodes: expected 1 to ${mostNodes} nodes and the MiB of each, such as 4x8192, got ${JSON.stringify(text)}`,
    );
  }
  if (nodeMiB < memoryMiB) {
    throw new FaasmarkError(
      'USAGE',
      `--nodes: expected room for an instance of ${memoryMiB} MiB on each node, got ${JSON.stringify(text)}`,
    );
  }
  return Array.from({ length: nodes }, () => nodeMiB);
}
