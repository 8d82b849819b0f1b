/** How the terminal report looks: the words' weight and colour, or none of it where the output is not a terminal. */
import { createColors } from 'picocolors';

export interface TerminalOptions {
  /** Columns. */
  readonly width: number;
  readonly color: boolean;
}

type Paint = (text: string) => string;

export interface Style extends TerminalOptions {
  readonly heading: Paint;
  readonly strong: Paint;
  readonly dim: Paint;
  readonly cold: Paint;
  readonly warm: Paint;
  readonly bad: Paint;
  readonly good: Paint;
}

export function createStyle(options: TerminalOptions): Style {
  const colors = createColors(options.color);
  return {
    ...options,
    heading: (text) => colors.bold(text),
    strong: (text) => colors.bold(text),
    dim: (text) => colors.dim(text),
    cold: (text) => colors.blue(text),
    warm: (text) => colors.yellow(text),
    bad: (text) => colors.red(text),
    good: (text) => colors.green(text),
  };
}
