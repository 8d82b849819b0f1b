/** How wide the terminal is, and whether it has colours. */
import type { TerminalOptions } from '../report/terminal/style.ts';

const defaultWidth = 100;
const mostWidth = 120;

export function toScreen(): TerminalOptions {
  return {
    width: Math.min(process.stdout.columns ?? defaultWidth, mostWidth),
    color: process.stdout.isTTY && process.env['NO_COLOR'] === undefined,
  };
}
