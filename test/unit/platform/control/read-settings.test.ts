import { describe, expect, it } from '@jest/globals';
import { machineArchitecture } from '../../../../platform/control/function-revision.ts';
import { type Fields, readSettings } from '../../../../platform/control/read-settings.ts';

const least: Fields = {
  Runtime: 'nodejs22.x',
  Handler: 'index.handler',
  Role: 'arn:aws:iam::000000000000:role/test',
};
const settings = readSettings(least);

function problemsOf(fields: Fields): string {
  try {
    readSettings({ ...least, ...fields });
  } catch (error) {
    expect(error).toMatchObject({ type: 'InvalidParameterValueException', status: 400 });
    return (error as Error).message;
  }
  return '';
}

describe('settings', () => {
  it('that are not given are those of Lambda', () => {
    expect(settings).toEqual({
      runtime: 'nodejs22.x',
      handler: 'index.handler',
      role: 'arn:aws:iam::000000000000:role/test',
      description: '',
      timeoutSeconds: 3,
      memoryMiB: 128,
      ephemeralStorageMiB: 512,
      environment: {},
      logging: { format: 'Text' },
    });
  });

  it('that are given count', () => {
    const given = readSettings({
      ...least,
      Description: 'two\nlines',
      Timeout: 900,
      MemorySize: 10_240,
      EphemeralStorage: { Size: 10_240 },
      Environment: { Variables: { MODE: 'x' } },
      Architectures: [machineArchitecture],
      PackageType: 'Zip',
    });
    expect(given).toMatchObject({
      description: 'two\nlines',
      timeoutSeconds: 900,
      memoryMiB: 10_240,
      ephemeralStorageMiB: 10_240,
      environment: { MODE: 'x' },
    });
  });

  it('that an update does not name stay, and variables are replaced as a whole', () => {
    const current = { ...settings, environment: { A: '1', B: '2' }, description: 'kept', timeoutSeconds: 5 };
    expect(readSettings({ MemorySize: 256, Environment: { Variables: { AB: '3' } } }, current)).toEqual({
      ...current,
      memoryMiB: 256,
      environment: { AB: '3' },
    });
  });

  it('are all looked at before they are refused', () => {
    const message = problemsOf({
      Runtime: 'cobol',
      Handler: 'a b',
      Role: 'me',
      Timeout: 0,
      MemorySize: 1.5,
    });
    expect(message).toMatch(/^5 validation errors detected: /);
    for (const name of ['runtime', 'handler', 'role', 'timeout', 'memorySize']) {
      expect(message).toContain(`at '${name}' failed to satisfy constraint`);
    }
  });

  it.each<[string, Fields, string]>([
    [
      'an unknown runtime',
      { Runtime: 'cobol' },
      "Value 'cobol' at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: [nodejs18.x,",
    ],
    [
      'too little time',
      { Timeout: 0 },
      "Value '0' at 'timeout' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
    ['too much time', { Timeout: 901 }, 'less than or equal to 900'],
    ['too little memory', { MemorySize: 127 }, 'greater than or equal to 128'],
    ['too much memory', { MemorySize: 10_241 }, 'less than or equal to 10240'],
    ['memory that is no number', { MemorySize: '128' }, 'Member must be an integer'],
    ['too little storage', { EphemeralStorage: { Size: 511 } }, "at 'ephemeralStorage.size'"],
    ['a long description', { Description: 'x'.repeat(257) }, "at 'description'"],
    [
      'variables that are no strings',
      { Environment: { Variables: { AB: 1 } } },
      'Member must be a map of strings',
    ],
    [
      'a reserved variable',
      { Environment: { Variables: { AWS_REGION: 'x' } } },
      'Reserved keys used in this request: AWS_REGION',
    ],
    [
      'a variable without a proper name',
      { Environment: { Variables: { '1x': 'x' } } },
      'Environment variable names must match [a-zA-Z]([a-zA-Z0-9_])+: 1x',
    ],
    ['a variable with a null character', { Environment: { Variables: { AB: '\0' } } }, 'null character'],
    [
      'too many variables',
      { Environment: { Variables: { AB: 'x'.repeat(4100) } } },
      'exceeded the 4KB limit',
    ],
    [
      'an image',
      { PackageType: 'Image' },
      "Value 'Image' at 'packageType' is not supported by this platform: code comes as a zip archive only",
    ],
    ['SnapStart', { SnapStart: { ApplyOn: 'Always' } }, "Value 'Always' at 'snapStart.applyOn'"],
    [
      'layers',
      { Layers: ['arn'] },
      "at 'layers' is not supported by this platform: there is no store of layers",
    ],
    [
      'tenants',
      { TenancyConfig: { TenantIsolationMode: 'PER_TENANT' } },
      "at 'tenancyConfig' is not supported",
    ],
    ['durable executions', { DurableConfig: {} }, "at 'durableConfig' is not supported"],
    ['a network', { VpcConfig: { SubnetIds: ['s'] } }, "at 'vpcConfig.subnetIds' is not supported"],
    ['file systems', { FileSystemConfigs: [{}] }, "at 'fileSystemConfigs' is not supported"],
    [
      'dead letters for no queue',
      { DeadLetterConfig: { TargetArn: 'arn:aws:sns:x' } },
      'it is no ARN of a queue',
    ],
    [
      'another machine',
      { Architectures: ['z80'] },
      `Value '["z80"]' at 'architectures' is not supported by this platform: this machine is`,
    ],
  ])('with %s are refused', (_, fields, problem) => {
    const message = problemsOf(fields);
    expect(message).toMatch(/^1 validation error detected: /);
    expect(message).toContain(problem);
  });

  it('that say nothing are refused for all that has no default', () => {
    expect(() => readSettings({})).toThrow(/'null' at 'runtime'.*'null' at 'handler'.*'null' at 'role'/);
  });
});
