/** Reads `--nodes`: how many machines with how much memory for instances, and how many cores. */
import type { SimulatedLoad } from '../../../platform/simulation/simulate-load.ts';
import { FaasmarkError } from '../../contract/errors.ts';

const mostNodes = 10_000;

/**
 * @returns one node without an end when nothing is said.
 * @throws FaasmarkError `USAGE`
 */
export function parseNodes(
  text: string | undefined,
  memoryMiB: number,
): Pick<SimulatedLoad, 'nodesMiB' | 'coresPerNode'> {
  if (text === undefined) return { nodesMiB: [Infinity] };
  const [, count = '', size = '', cores] = /^(\d{1,5})x(\d{1,9})(?:x([1-9]\d{0,3}))?$/.exec(text) ?? [];
  const nodes = Number(count);
  const nodeMiB = Number(size);
  if (nodes < 1 || nodes > mostNodes || nodeMiB < 1) {
    throw new FaasmarkError(
      'USAGE',
      `--nodes: expected 1 to ${mostNodes} nodes, the MiB and if wanted the cores of each, such as 4x8192 or 4x8192x16, got ${JSON.stringify(text)}`,
    );
  }
  if (nodeMiB < memoryMiB) {
    throw new FaasmarkError(
      'USAGE',
      `--nodes: expected room for an instance of ${memoryMiB} MiB on each node, got ${JSON.stringify(text)}`,
    );
  }
  return {
    nodesMiB: Array.from({ length: nodes }, () => nodeMiB),
    ...(cores === undefined ? {} : { coresPerNode: Number(cores) }),
  };
}
