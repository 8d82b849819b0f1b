/** Invocations whose answer comes as a stream, by the official client. */
import {
  type InvokeWithResponseStreamCommandInput,
  InvokeWithResponseStreamCommand,
  type InvokeWithResponseStreamResponseEvent,
  type LambdaClient,
} from '@aws-sdk/client-lambda';

type Fields = Partial<InvokeWithResponseStreamCommandInput>;

export interface Streamed {
  readonly body: Buffer;
  readonly complete: NonNullable<InvokeWithResponseStreamResponseEvent['InvokeComplete']>;
}

/** What comes, as it comes. */
export async function beginStream(
  client: LambdaClient,
  name: string,
  event: unknown,
  fields: Fields = {},
): Promise<AsyncIterator<InvokeWithResponseStreamResponseEvent>> {
  const { EventStream } = await client.send(
    new InvokeWithResponseStreamCommand({ FunctionName: name, Payload: JSON.stringify(event), ...fields }),
  );
  return (EventStream as AsyncIterable<InvokeWithResponseStreamResponseEvent>)[Symbol.asyncIterator]();
}

export async function invokeStream(
  client: LambdaClient,
  name: string,
  event: unknown,
  fields: Fields = {},
): Promise<Streamed> {
  return await readStream(await beginStream(client, name, event, fields));
}

/** What is left of a stream. */
export async function readStream(
  events: AsyncIterator<InvokeWithResponseStreamResponseEvent>,
): Promise<Streamed> {
  const parts: Uint8Array[] = [];
  for (;;) {
    const { value, done } = await events.next();
    if (done === true) throw new Error('the stream ended without InvokeComplete');
    if (value.InvokeComplete !== undefined)
      return { body: Buffer.concat(parts), complete: value.InvokeComplete };
    parts.push(value.PayloadChunk?.Payload ?? Buffer.alloc(0));
  }
}
