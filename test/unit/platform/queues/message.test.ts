import { describe, expect, it } from '@jest/globals';
import { readContent, sizeOf } from '../../../../platform/queues/message.ts';
import { digestAttributes, digestBody } from '../../../../platform/queues/message-digest.ts';
import {
  defaultQueueSettings,
  readQueueSettings,
  toQueueAttributes,
} from '../../../../platform/queues/queue-settings.ts';

const text = { DataType: 'String', StringValue: 'x' };

describe('the content of a message', () => {
  it.each([
    ['no text', undefined, {}, 'MissingParameter'],
    ['a character that XML has not', 'a\u0000', {}, 'InvalidMessageContents'],
    ['more than the queue takes', 'x'.repeat(1025), {}, 'InvalidParameterValue'],
    [
      'eleven attributes',
      'x',
      Object.fromEntries(Array.from('abcdefghijk', (name) => [name, text])),
      'InvalidParameterValue',
    ],
    ['an attribute without a type', 'x', { a: { StringValue: 'x' } }, 'InvalidParameterValue'],
    [
      'a number that is none',
      'x',
      { a: { DataType: 'Number', StringValue: 'one' } },
      'InvalidParameterValue',
    ],
    ['a name that AWS keeps', 'x', { 'aws.a': text }, 'InvalidParameterValue'],
  ])('with %s is refused', (_, body, attributes, type) => {
    const settings = { ...defaultQueueSettings, maxMessageBytes: 1024 };
    expect(() => readContent(body, attributes, settings)).toThrow(expect.objectContaining({ type }));
  });

  it('counts text and attributes in bytes', () => {
    const attributes = { ab: { DataType: 'Binary', BinaryValue: Buffer.from('xyz').toString('base64') } };
    expect(sizeOf(readContent('ä', attributes, defaultQueueSettings))).toBe(2 + 2 + 6 + 3);
  });

  it('has the digests that SQS gives', () => {
    // From the SQS API reference (SendMessage), and from moto's tests (tests/test_sqs/test_sqs.py).
    expect(digestBody('This is a test message')).toBe('fafb00f5732ab283681e124bf8747ed1');
    expect(digestAttributes({ timestamp: { DataType: 'Number', StringValue: '1493147359900' } })).toBe(
      '235c5c510d26fb653d073faed50ae77c',
    );
    expect(digestAttributes({})).toBeUndefined();
  });
});

describe('the settings of a queue', () => {
  it('are what was set, and what SQS has where nothing was', () => {
    const attributes = {
      VisibilityTimeout: '5',
      RedrivePolicy: '{"deadLetterTargetArn":"arn","maxReceiveCount":"3"}',
    };
    const settings = readQueueSettings(attributes);
    expect(settings).toEqual({
      ...defaultQueueSettings,
      visibilityTimeoutSeconds: 5,
      redrive: { targetArn: 'arn', maxReceiveCount: 3 },
    });
    expect(readQueueSettings(toQueueAttributes(settings))).toEqual(settings);
    expect(readQueueSettings({ RedrivePolicy: '' }, settings).redrive).toBeUndefined();
  });

  it.each([
    ['VisibilityTimeout', '43201', 'InvalidAttributeValue'],
    ['DelaySeconds', '-1', 'InvalidAttributeValue'],
    ['DelaySeconds', 'soon', 'InvalidAttributeValue'],
    ['RedrivePolicy', '{"maxReceiveCount":3}', 'InvalidAttributeValue'],
    ['RedrivePolicy', 'no json', 'InvalidAttributeValue'],
    ['Colour', 'blue', 'InvalidAttributeName'],
    ['constructor', '1', 'InvalidAttributeName'],
  ])('%s cannot be %s', (name, value, type) => {
    expect(() => readQueueSettings({ [name]: value })).toThrow(expect.objectContaining({ type }));
  });
});
