/** What the Lambda API refuses, in our words. */
import { FaasmarkError, errorCodeOf, isFaasmarkError, messageOf } from '../../harness/contract/errors.ts';

const refusals = new Set([
  'AccessDeniedException',
  'ExpiredTokenException',
  'InvalidSignatureException',
  'UnrecognizedClientException',
]);
const unreachable = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
]);

/** A runtime or an isolation level that is not there; the second only the reference platform knows. */
const missing = /runtime .* not available|isolation level .* (is not available|cannot run)/i;

/** @param doing - what was being done: `deploying the function hello`. */
export function toFaasmarkError(error: unknown, doing: string): FaasmarkError {
  if (isFaasmarkError(error)) return error;
  const name = nameOf(error);
  const message = messageOf(error);
  if (name === 'AbortError') return new FaasmarkError('ABORTED', `ended while ${doing}`, { cause: error });
  if (unreachable.has(errorCodeOf(error) ?? '')) {
    return new FaasmarkError('PROVIDER_UNREACHABLE', `${doing}: ${message}`, {
      hint: 'Is the endpoint right, and does it run?',
      cause: error,
    });
  }
  if (refusals.has(name)) {
    return new FaasmarkError('PROVIDER_REFUSED', `${doing}: ${name}: ${message}`, {
      hint: 'Check the credentials and what they may do: lambda:CreateFunction, GetFunction, InvokeFunction, UpdateFunctionConfiguration, DeleteFunction and iam:PassRole.',
      cause: error,
    });
  }
  if (name === 'InvalidParameterValueException' && missing.test(message)) {
    return new FaasmarkError('RUNTIME_MISSING', `${doing}: ${message}`, {
      hint: 'Install what is missing, leave the function out, or mark it "optional: true" in the scenario.',
      cause: error,
    });
  }
  return new FaasmarkError('DEPLOY_FAILED', `${doing}: ${name === '' ? '' : `${name}: `}${message}`, {
    cause: error,
  });
}

function nameOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'name' in error ? String(error.name) : '';
}
