/** Tests of software that not every machine has: they run where it is, and say why they do not where it is not. */
import { describe } from '@jest/globals';

/**
 * @param missing - the sentence to skip with; undefined where everything is there.
 */
export function describeWhereThere(missing: string | undefined, title: string, body: () => void): void {
  if (missing === undefined) describe(title, body);
  else describe.skip(`${title} (skipped: ${missing})`, body);
}
