/** Reads `--prewarm`: how many generic processes of which runtime are kept ready. */
import type { Prewarm } from '../../platform/isolation/namespaces/stem-cells.ts';
import { FaasmarkError } from '../contract/errors.ts';

/** @throws FaasmarkError `USAGE` */
export function parsePrewarm(text: string): Prewarm {
  const entries = text.split(',').map((part) => {
    const [, family, count] = /^(nodejs|python)=(\d{1,3})$/.exec(part) ?? [];
    if (family === undefined) {
      throw new FaasmarkError('USAGE', `--prewarm: expected for example nodejs=2,python=1, got ${text}`);
    }
    return [family, Number(count)] as const;
  });
  return Object.fromEntries(entries);
}
