import { describeIsolation } from '../../support/isolation-suite.ts';
import { isolateIsMissing } from '../../support/isolate.ts';
import { describeWhereThere } from '../../support/skip-where-missing.ts';

describeWhereThere(isolateIsMissing, 'isolates of workerd', () => {
  describeIsolation('isolate', {
    options: { isolation: 'isolate' },
    madeOf: /^a V8 isolate in workerd/,
    isLimitedByKernel: false,
    isCounted: false,
  });
});
