/** Keeps the end of a log, whatever a function writes. */

export interface LogBuffer {
  write(chunk: Buffer): void;
  /** The last bytes, at most as many as the bound. */
  read(): Buffer;
  clear(): void;
}

export function createLogBuffer(maxBytes: number): LogBuffer {
  let chunks: Buffer[] = [];
  let bytes = 0;

  function read(): Buffer {
    const all = Buffer.concat(chunks);
    return all.subarray(Math.max(0, all.length - maxBytes));
  }

  return {
    write(chunk) {
      chunks.push(chunk);
      bytes += chunk.length;
      // Trimmed now and then: each time would copy the whole for each line.
      if (bytes > 4 * maxBytes) {
        chunks = [Buffer.from(read())];
        bytes = maxBytes;
      }
    },
    read,
    clear() {
      chunks = [];
      bytes = 0;
    },
  };
}
