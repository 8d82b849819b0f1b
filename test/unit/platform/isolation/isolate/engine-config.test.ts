import { expect, it } from '@jest/globals';
import { toEngineConfig } from '../../../../../platform/isolation/isolate/engine-config.ts';

it('gives the engine its socket, its limit and its secret, escaped', () => {
  const config = toEngineConfig({
    socketPath: '/tmp/a "b"/calls',
    hostCode: 'const a = "\\n";\n',
    modules: { 'main.js': 'export {}' },
    secret: 's3cret',
    heapMiB: 256,
  });
  expect(config).toContain('address = "unix:/tmp/a \\"b\\"/calls"');
  expect(config).toContain('esModule = "const a = \\"\\\\n\\";\\n"');
  expect(config).toContain('json = "{\\"main.js\\":\\"export {}\\"}"');
  expect(config).toContain('v8Flags = ["--max-heap-size=256"]');
  expect(config).toContain('text = "s3cret"');
});
