/** Isolation level `process`: each sandbox is a runtime process on the kernel that the platform runs on. */
import type { IsolationBackend } from './backend.ts';
import { createPlainLauncher } from './plain-launcher.ts';
import { createRuntimeSandbox, type RuntimeSandboxContext } from './runtime-sandbox.ts';

export function createProcessBackend(context: RuntimeSandboxContext): IsolationBackend {
  const launcher = createPlainLauncher('namespaces are not there');
  return {
    level: 'process',
    probe: () =>
      Promise.resolve(
        process.platform === 'win32'
          ? { isAvailable: false, reason: 'process groups are not there on Windows' }
          : { isAvailable: true, madeOf: 'a process group of its own, nothing else' },
      ),
    create: (request) => createRuntimeSandbox(request, launcher, context),
    close: () => Promise.resolve(),
  };
}
