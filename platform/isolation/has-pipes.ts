/** Whether a child process has the pipes that it was to have. */

/**
 * Without file handles left Node.js makes a child that has nothing, though its type says otherwise, and tells the error
 * later.
 */
export function hasPipes({ stdio }: { readonly stdio?: unknown }): boolean {
  return stdio !== undefined;
}
