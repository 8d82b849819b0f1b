import { describe, expect, it } from '@jest/globals';
import { toFaasmarkError } from '../../../adapters/aws-lambda/service-errors.ts';
import { FaasmarkError } from '../../../harness/contract/errors.ts';

const serviceError = (name: string, message: string, code?: string): unknown => ({ name, message, code });

describe('an error of the Lambda API', () => {
  it.each([
    [
      'a connection that is refused',
      serviceError('Error', 'connect ECONNREFUSED', 'ECONNREFUSED'),
      'PROVIDER_UNREACHABLE',
    ],
    [
      'a name that does not resolve',
      serviceError('Error', 'getaddrinfo ENOTFOUND', 'ENOTFOUND'),
      'PROVIDER_UNREACHABLE',
    ],
    ['a right that is missing', serviceError('AccessDeniedException', 'not authorized'), 'PROVIDER_REFUSED'],
    ['a key that is unknown', serviceError('UnrecognizedClientException', 'bad token'), 'PROVIDER_REFUSED'],
    [
      'a runtime that is missing',
      serviceError(
        'InvalidParameterValueException',
        'the runtime python3.13 is not available on this machine',
      ),
      'RUNTIME_MISSING',
    ],
    [
      'an isolation level that is missing',
      serviceError(
        'InvalidParameterValueException',
        'the isolation level microvm is not available on this machine: no /dev/kvm',
      ),
      'RUNTIME_MISSING',
    ],
    ['another wrong value', serviceError('InvalidParameterValueException', 'memorySize'), 'DEPLOY_FAILED'],
    ['an abort', serviceError('AbortError', 'Request aborted'), 'ABORTED'],
  ])('of %s has our code and says what was being done', (_, error, code) => {
    const ours = toFaasmarkError(error, 'deploying the function hello');
    expect(ours.code).toBe(code);
    expect(ours.message).toContain('deploying the function hello');
  });

  it('that is ours already stays as it is', () => {
    const ours = new FaasmarkError('FUNCTION_FILES_MISSING', 'no');
    expect(toFaasmarkError(ours, 'deploying')).toBe(ours);
  });
});
