/** A process of a benchmark ends when the one that started it is gone, however that came. */

export function endWithParent(): void {
  process.stdin.on('end', () => process.exit()).resume();
}
