/** A small chart of steps that only rise: instances over time, in block characters. */

export interface Step {
  readonly at: number;
  readonly value: number;
}

const blocks = ['·', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;
const eighths = 8;

/**
 * Rows of characters, top first. Column `x` shows the value reached by the end of its share of `until`.
 *
 * @param steps - ascending in `at`.
 */
export function toStepChart(
  steps: readonly Step[],
  { until, top, width, height }: { until: number; top: number; width: number; height: number },
): string[] {
  const columns = Array.from({ length: width }, (_, x) => {
    const end = ((x + 1) / width) * until;
    const value = steps.findLast((step) => step.at <= end)?.value ?? 0;
    return Math.round((value / top) * height * eighths);
  });
  return Array.from({ length: height }, (_, row) => {
    const base = (height - 1 - row) * eighths;
    return columns
      .map((level) => {
        const filled = Math.min(eighths, Math.max(0, level - base));
        // Dots mark the ground only: above it nothing is nothing.
        return filled === 0 && row < height - 1 ? ' ' : (blocks[filled] ?? ' ');
      })
      .join('');
  });
}
