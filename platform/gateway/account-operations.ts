/** What the account may use, and what it does. */
import { listRevisions } from '../control/deployed-function.ts';
import { quotas } from '../control/quotas.ts';
import { countUnreserved } from '../control/sum-reservations.ts';
import { answer, type Operations } from './lambda-call.ts';

export const accountOperations: Operations = {
  'GET /2016-08-19/account-settings'(call) {
    const { registry, profile } = call.context;
    const { accountConcurrency } = profile.admission;
    const functions = registry.list();
    const archives = functions.flatMap(listRevisions).map(({ revision }) => revision.code.zipBytes);
    answer(call, 200, {
      AccountLimit: {
        TotalCodeSize: quotas.codeStorageBytes,
        CodeSizeUnzipped: quotas.unzippedBytes,
        CodeSizeZipped: quotas.zipBytes,
        ConcurrentExecutions: accountConcurrency,
        UnreservedConcurrentExecutions: countUnreserved(registry, accountConcurrency),
      },
      AccountUsage: {
        TotalCodeSize: archives.reduce((sum, bytes) => sum + bytes, 0),
        FunctionCount: functions.length,
      },
    });
  },
};
