/** What a k6 script cannot do is refused before anything is sent. */
import { FaasmarkError } from '../../contract/errors.ts';
import type { InvocationTarget } from '../../contract/target.ts';

/** @throws FaasmarkError `ABILITY_MISSING`. */
export function demandPlainTarget(name: string, target: InvocationTarget): void {
  if (target.sigV4 !== undefined) {
    throw new FaasmarkError('ABILITY_MISSING', `k6 cannot sign the invocations of ${name} for AWS`, {
      hint: 'Its AWS library comes over the network; use the engine native, or a function URL without authentication.',
    });
  }
  if (target.retry !== undefined) {
    throw new FaasmarkError('ABILITY_MISSING', `k6 cannot retry the invocations of ${name}`, {
      hint: 'Leave out "retry", or use the engine native.',
    });
  }
}
