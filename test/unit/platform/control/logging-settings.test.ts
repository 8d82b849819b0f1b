import { describe, expect, it } from '@jest/globals';
import { isLevelWanted, readLogging } from '../../../../platform/control/logging-settings.ts';
import type { Fields } from '../../../../platform/control/read-settings.ts';

function read(fields: Fields): [unknown, string[]] {
  const problems: string[] = [];
  const settings = readLogging(fields, (name) => void problems.push(name));
  return [settings, problems];
}

describe('the configuration of a log', () => {
  it.each<[string, Fields, unknown]>([
    ['is text', {}, { format: 'Text' }],
    ['may have a group of its own', { LogGroup: 'my/group' }, { format: 'Text', logGroup: 'my/group' }],
    [
      'in JSON leaves out details',
      { LogFormat: 'JSON' },
      { format: 'JSON', applicationLevel: 'INFO', systemLevel: 'INFO' },
    ],
    [
      'in JSON may ask for some',
      { LogFormat: 'JSON', ApplicationLogLevel: 'TRACE', SystemLogLevel: 'WARN' },
      { format: 'JSON', applicationLevel: 'TRACE', systemLevel: 'WARN' },
    ],
  ])('%s', (_, fields, settings) => {
    expect(read(fields)).toEqual([settings, []]);
  });

  it.each<[string, Fields, string]>([
    ['another format', { LogFormat: 'XML' }, 'loggingConfig.logFormat'],
    [
      'another level',
      { LogFormat: 'JSON', ApplicationLogLevel: 'LOUD' },
      'loggingConfig.applicationLogLevel',
    ],
    [
      'a level the platform has not',
      { LogFormat: 'JSON', SystemLogLevel: 'ERROR' },
      'loggingConfig.systemLogLevel',
    ],
    ['levels of text', { ApplicationLogLevel: 'INFO' }, 'loggingConfig'],
    ['a group that is none', { LogGroup: 'a b' }, 'loggingConfig.logGroup'],
  ])('knows no %s', (_, fields, name) => {
    expect(read(fields)[1]).toEqual([name]);
  });

  it('orders levels from the most detailed to the least', () => {
    expect([
      isLevelWanted('WARN', 'INFO'),
      isLevelWanted('INFO', 'INFO'),
      isLevelWanted('DEBUG', 'INFO'),
    ]).toEqual([true, true, false]);
    expect(isLevelWanted('TRACE', undefined)).toBe(true);
  });
});
