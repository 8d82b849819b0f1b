/** The single invocation that every function gets before any measurement: one that fails it would fail all of them. */
import { FaasmarkError } from '../contract/errors.ts';
import type { Invocation } from '../contract/invocation.ts';

/** @throws FaasmarkError `FUNCTION_BROKEN`, `PROVIDER_UNREACHABLE`. */
export function demandOk(invocation: Invocation): void {
  if (invocation.outcome === 'ok') return;
  const { function: name, outcome, error = outcome } = invocation;
  if (isUnreachable(invocation)) {
    throw new FaasmarkError('PROVIDER_UNREACHABLE', `the function ${name} cannot be reached: ${error}`, {
      hint: 'Is the address right, and does it run?',
    });
  }
  throw new FaasmarkError('FUNCTION_BROKEN', `the function ${name} does not work: ${error}`, {
    hint: 'It was invoked once with its event before any measurement; mend it, its event or its time limit, and run again.',
  });
}

function isUnreachable({ status, error = '' }: Invocation): boolean {
  return (
    status === 0 && /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ETIMEDOUT|ENOENT|ERR_TLS)/.test(error)
  );
}
