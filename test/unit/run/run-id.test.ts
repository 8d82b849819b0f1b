import { describe, expect, it } from '@jest/globals';
import { createRunId } from '../../../harness/run/run-id.ts';

describe('a run id', () => {
  it('begins with the date and time in UTC, so that runs sort by age', () => {
    expect(createRunId(Date.UTC(2026, 10, 24, 8, 42, 10))).toMatch(/^20261124-084210-[0-9a-f]{4}$/);
  });
});
