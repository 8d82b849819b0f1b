import { afterEach, expect, it } from '@jest/globals';
import { buildGo } from '../../../workloads/build-go.ts';

const path = process.env['PATH'];
afterEach(() => {
  process.env['PATH'] = path;
});

it('says in one sentence that there is no go', async () => {
  process.env['PATH'] = '/var/empty';
  await expect(buildGo('noop', 'x86_64')).rejects.toMatchObject({
    code: 'RUNTIME_MISSING',
    message: 'the function noop in Go is compiled on this machine, and there is no go on the PATH',
    hint: expect.stringContaining('optional: true'),
  });
});
