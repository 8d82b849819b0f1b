import { describe, expect, it } from '@jest/globals';
import {
  demandDestinations,
  readEventInvokeConfig,
} from '../../../../platform/control/event-invoke-config.ts';
import type { Fields } from '../../../../platform/control/read-settings.ts';

const arn = 'arn:aws:lambda:us-east-1:000000000000:function:g';

describe('a configuration for events', () => {
  it.each<[Fields, object]>([
    [{ MaximumRetryAttempts: 0 }, { maxRetries: 0 }],
    [
      { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 60 },
      { maxRetries: 2, maxAgeSeconds: 60 },
    ],
    [{ MaximumEventAgeInSeconds: 21_600 }, { maxAgeSeconds: 21_600 }],
    [{ DestinationConfig: { OnFailure: { Destination: arn } } }, { onFailure: arn }],
    [{ DestinationConfig: { OnSuccess: { Destination: arn }, OnFailure: {} } }, { onSuccess: arn }],
    [{ DestinationConfig: {} }, {}],
  ])('is read from %j', (fields, config) => {
    expect(readEventInvokeConfig(fields)).toEqual(config);
  });

  it.each<[Fields, string]>([
    [{}, 'at least one of error handling or destination setting'],
    [{ MaximumRetryAttempts: -1 }, "Value '-1' at 'maximumRetryAttempts'"],
    [{ MaximumRetryAttempts: 3 }, "Value '3' at 'maximumRetryAttempts'"],
    [{ MaximumRetryAttempts: '1' }, "at 'maximumRetryAttempts'"],
    [{ MaximumEventAgeInSeconds: 59 }, 'Member must have value from 60 to 21600'],
    [{ MaximumEventAgeInSeconds: 21_601 }, "at 'maximumEventAgeInSeconds'"],
    [
      { DestinationConfig: { OnFailure: { Destination: 'arn:aws:sns:us-east-1:000000000000:q' } } },
      'is not supported by this platform: it is no ARN of a function',
    ],
    [{ MaximumRetryAttempts: 3, MaximumEventAgeInSeconds: 1 }, '2 validation errors detected: '],
  ])('is not made of %j', (fields, problem) => {
    expect(() => readEventInvokeConfig(fields)).toThrow(
      expect.objectContaining({
        type: 'InvalidParameterValueException',
        message: expect.stringContaining(problem),
      }),
    );
  });

  it.each([
    ['is there', 'f', arn, true, undefined],
    ['is not there', 'f', arn, false, 'is invalid'],
    ['is the function itself', 'g', arn, true, 'as a destination for itself'],
    ['is a queue', 'f', 'arn:aws:sqs:us-east-1:000000000000:q', true, undefined],
    ['is a queue that is not there', 'f', 'arn:aws:sqs:us-east-1:000000000000:q', false, 'is invalid'],
  ])('with a destination that %s', (_, name, onSuccess, isThere, problem) => {
    const act = (): void =>
      demandDestinations(
        name,
        { onSuccess },
        () => isThere,
        (one) => isThere && one.includes(':sqs:'),
      );
    if (problem === undefined) act();
    else expect(act).toThrow(problem);
  });
});
