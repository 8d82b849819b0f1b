/** What the platform and the code inside an isolate say to each other: JSON, through the engine's host. */
import type { FunctionError } from './function-error.ts';
import type { Files } from './resolve-path.ts';

export interface InitCall {
  /** First, because the host tells an initialisation by it. Known to the platform and to this isolate's bootstrap only. */
  readonly token: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly files: Files;
  /** Whether its code may ask for Node.js's module `process`, beside the global one. */
  readonly importsProcess: boolean;
}

export interface RunCall {
  readonly requestId: string;
  readonly deadlineEpochMs: number;
  readonly functionArn: string;
  readonly traceId: string | undefined;
  /** JSON. */
  readonly clientContext: string | undefined;
  /** JSON. */
  readonly payload: string;
}

/** In place of a call: a part has been taken, and the next may come. */
export const partTaken = '+';

export type CallReply =
  | { readonly kind: 'ready' }
  /** JSON. */
  | { readonly kind: 'result'; readonly result: string }
  /** With an exit status the isolate cannot go on. */
  | { readonly kind: 'error'; readonly error: FunctionError; readonly exitStatus?: number }
  | { readonly kind: 'exit'; readonly exitStatus: number }
  /** The answer is streamed: what follows are its parts, each in base64, and then how it has ended. */
  | { readonly kind: 'begin'; readonly contentType: string }
  | { readonly kind: 'part'; readonly data: string }
  /** It is complete. */
  | { readonly kind: 'streamed' }
  /** The engine, not the function, says so: the code did not load, or will never answer. */
  | { readonly kind: 'broken'; readonly message: string };
