/** Gives back what it gets. */
export function handle({ payload }: { readonly payload: string }): { bytes: number; payload: string } {
  return { bytes: Buffer.byteLength(payload), payload };
}
