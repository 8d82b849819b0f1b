/**
 * Takes apart what a Docker engine sends of a container's output: frames of a stream's number, three bytes of nothing,
 * a length in four bytes, and the output. Source: docs.docker.com/reference/api/engine, "Attach to a container".
 */
const headBytes = 8;
const lengthAt = 4;

/** @returns takes the bytes as they come, and calls back with output, in order. */
export function createFrameReader(onOutput: (chunk: Buffer) => void): (chunk: Buffer) => void {
  let head = Buffer.alloc(0);
  /** Still to come of the frame that is begun. */
  let missing = 0;

  return (chunk) => {
    let rest = chunk;
    while (rest.length > 0) {
      if (missing === 0) {
        const part = rest.subarray(0, headBytes - head.length);
        head = Buffer.concat([head, part]);
        rest = rest.subarray(part.length);
        if (head.length < headBytes) return;
        missing = head.readUInt32BE(lengthAt);
        head = Buffer.alloc(0);
      }
      const output = rest.subarray(0, missing);
      if (output.length > 0) onOutput(output);
      missing -= output.length;
      rest = rest.subarray(output.length);
    }
  };
}
