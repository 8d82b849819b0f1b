import { describeIsolation } from '../../support/isolation-suite.ts';
import { microvmIsMissing } from '../../support/microvm.ts';
import { describeWhereThere } from '../../support/skip-where-missing.ts';

describeWhereThere(microvmIsMissing, 'virtual machines of QEMU', () => {
  describeIsolation('microvm', {
    options: { isolation: 'microvm' },
    madeOf: /^a QEMU microvm/,
    isLimitedByKernel: false,
    owns: 'machine',
    // Its file system is its memory.
    isCounted: false,
    // Without hardware help a guest takes seconds to boot, and on a busy machine many.
    patienceMs: 40_000,
  });
});
