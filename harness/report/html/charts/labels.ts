/** Labels that stand at what they name, and never on each other. */

export interface Label {
  readonly text: string;
  /** Where its middle would like to be. */
  readonly x: number;
}

export interface PlacedLabel extends Label {
  /** The middle where it has room. */
  readonly middle: number;
  /** The line it stands on, 0 nearest to the data. */
  readonly row: number;
}

/** Estimated width in pixels, on the safe side: letters of 12 pixels are 6 to 7.4 wide, by font and weight. */
export function estimateTextWidth(text: string): number {
  return text.length * 7.4;
}

/** Keeps labels between `left` and `right`, and moves one that would touch another to the next row. */
export function placeLabels(labels: readonly Label[], left: number, right: number): PlacedLabel[] {
  const rows: number[] = [];
  return labels
    .toSorted((one, other) => one.x - other.x)
    .map((label) => {
      const half = estimateTextWidth(label.text) / 2;
      const middle = Math.max(left + half, Math.min(right - half, label.x));
      let row = rows.findIndex((end) => end + gap <= middle - half);
      if (row === -1) row = rows.length;
      rows[row] = middle + half;
      return { ...label, middle, row };
    });
}

const gap = 10;

/** Shortens in the middle what has no room: both ends of a name tell it apart. */
export function shorten(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const tail = Math.floor((maxLength - 1) / 2);
  return `${text.slice(0, maxLength - 1 - tail)}…${tail > 0 ? text.slice(-tail) : ''}`;
}
