import { describe, expect, it } from '@jest/globals';
import { parseFunctionReference } from '../../../../platform/control/function-name.ts';

describe('a function', () => {
  it.each([
    ['its name', 'my_Function-1', undefined],
    ['its name and a version', 'my_Function-1:$LATEST', '$LATEST'],
    ['its name and an alias', 'my_Function-1:prod', 'prod'],
    ['a partial ARN', '000000000000:function:my_Function-1', undefined],
    ['a partial ARN and a version', '000000000000:function:my_Function-1:7', '7'],
    ['an ARN', 'arn:aws:lambda:us-east-1:000000000000:function:my_Function-1', undefined],
    [
      'an ARN of another partition',
      'arn:aws-us-gov:lambda:us-gov-west-1:000000000000:function:my_Function-1',
      undefined,
    ],
    ['an ARN and an alias', 'arn:aws:lambda:us-east-1:000000000000:function:my_Function-1:prod', 'prod'],
  ])('is known by %s', (_, text, qualifier) => {
    expect(parseFunctionReference(text)).toEqual({ name: 'my_Function-1', qualifier });
  });

  it.each([
    ['is empty', ''],
    ['has a space', 'my function'],
    ['leads upwards', '../secret'],
    ['is too long', 'x'.repeat(65)],
    ['is an ARN of something else', 'arn:aws:s3:::bucket'],
    ['has a line break', 'my\nfunction'],
  ])('has no name that %s', (_, text) => {
    expect(() => parseFunctionReference(text)).toThrow(
      expect.objectContaining({ type: 'InvalidParameterValueException', status: 400 }),
    );
  });

  it('of another account is not found', () => {
    expect(() => parseFunctionReference('123456789012:function:f')).toThrow(
      expect.objectContaining({ type: 'ResourceNotFoundException', status: 404 }),
    );
  });
});
