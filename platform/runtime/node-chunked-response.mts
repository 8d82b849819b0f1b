/** A streamed response on its way to the Runtime API: the chunked body of an HTTP request, with trailers that say how it broke. */
import { ResponseStream, type ResponseWire } from './node-response-stream.mts';

export { describeHttpResponse } from './node-response-stream.mts';

/** The connection to the Runtime API, for as long as the response lasts. */
interface Connection {
  /** @returns whether there is room for more; else `onDrain` calls back once there is. */
  write(data: string | Buffer): boolean;
  onDrain(callback: () => void): void;
}

/** @param toHead - of the request, but for what is a stream's own. */
export function openResponseStream(
  connection: Connection,
  toHead: (contentType: string) => string,
): ResponseStream {
  const wire: ResponseWire = {
    begin(contentType) {
      connection.write(
        `${toHead(contentType)}Lambda-Runtime-Function-Response-Mode: streaming\r\n` +
          'Transfer-Encoding: chunked\r\nTrailer: Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body\r\n\r\n',
      );
    },
    send(chunk, done) {
      // An empty one would end the body.
      if (chunk.length === 0) return done();
      const size = Buffer.from(`${chunk.length.toString(16)}\r\n`);
      if (connection.write(Buffer.concat([size, chunk, Buffer.from('\r\n')]))) done();
      else connection.onDrain(done);
    },
    end(error) {
      connection.write(`0\r\n${error === undefined ? '' : toTrailers(error)}\r\n`);
    },
  };
  return new ResponseStream(wire);
}

function toTrailers(error: { readonly errorType: string }): string {
  const body = Buffer.from(JSON.stringify(error)).toString('base64');
  return `Lambda-Runtime-Function-Error-Type: ${error.errorType}\r\nLambda-Runtime-Function-Error-Body: ${body}\r\n`;
}
