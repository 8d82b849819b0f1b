/** Names that a scenario gives: they end up in file names, tags and deployed function names. */
import { z } from 'zod';

export const name: z.ZodType<string, string> = z
  .string()
  .regex(
    /^[A-Za-z][A-Za-z0-9_-]{0,29}$/,
    'expected a name: a letter, then letters, digits, - or _, 30 at most',
  );
