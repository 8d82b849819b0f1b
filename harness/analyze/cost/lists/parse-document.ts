/** Validates a document of a price list by its documented schema. */
import { z } from 'zod';
import { FaasmarkError } from '../../../contract/errors.ts';

/** @throws FaasmarkError `PRICES_UNREADABLE`: the provider has changed its schema, or this is something else. */
export function parseDocument<T>(schema: z.ZodType<T>, value: unknown, url: URL): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const place = `${url.origin}${url.pathname}`;
  throw new FaasmarkError(
    'PRICES_UNREADABLE',
    `${place} does not have the form of that price list: ${z.prettifyError(parsed.error)}`,
    { hint: 'The provider may have changed its list: correct the price book by hand.' },
  );
}
