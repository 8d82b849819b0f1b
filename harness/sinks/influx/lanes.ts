/**
 * Two requests at a time, and still every series in order: a point that was written again must not be overtaken by its
 * older self. So each series has its lane, and a lane has one request under way.
 */

export const laneCount = 2;

/** The lines of each lane, in their order. */
export function toLanes(lines: readonly string[]): string[][] {
  const lanes: string[][] = Array.from({ length: laneCount }, () => []);
  for (const line of lines) lanes[laneOf(line)]?.push(line);
  return lanes;
}

/** By the measurement and the tags: what comes before the first space that is not escaped. */
function laneOf(line: string): number {
  let sum = 0;
  for (let at = 0; at < line.length; at++) {
    const code = line.codePointAt(at) as number;
    if (code === space && line.codePointAt(at - 1) !== backslash) break;
    sum = (sum * 31 + code) | 0;
  }
  return Math.abs(sum) % laneCount;
}

const space = 32;
const backslash = 92;
