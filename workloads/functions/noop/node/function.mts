/** Does nothing. */
export function handle(): { done: boolean } {
  return { done: true };
}
