/** Plain HTTP: nothing is deployed and nothing removed; start kinds are unknown unless the function has the probe. */
import { FaasmarkError } from '../../harness/contract/errors.ts';
import type { Adapter } from '../../harness/contract/provider.ts';
import type { HttpConfig } from './config.ts';
import { toHttpTarget } from './target.ts';

export const httpAdapter: Adapter<HttpConfig> = {
  id: 'http',
  connect: () =>
    Promise.resolve({
      description: { id: 'http', endpoint: 'the URL of each function', details: {} },
      async deploy(spec) {
        if (spec.code.kind !== 'deployed') {
          throw new FaasmarkError(
            'DEPLOY_FAILED',
            `the provider http cannot deploy the function ${spec.name}`,
            {
              hint: 'Give the "url" of the function in the scenario.',
            },
          );
        }
        return {
          function: spec.name,
          target: toHttpTarget(spec, spec.code.url),
          deployDurationMs: 0,
          remove: () => Promise.resolve(),
        };
      },
      close: () => Promise.resolve(),
    }),
};
