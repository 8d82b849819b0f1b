/** What the process of the live page says first, as a line of JSON. */
import type { ErrorCode } from '../../contract/errors.ts';

export type FirstWord =
  | { readonly url: string }
  | { readonly code: ErrorCode; readonly message: string; readonly hint: string | undefined };
