/** Refuses the change of one who has not seen the change before it. */
import { LambdaError } from './lambda-error.ts';

/**
 * @param given - the revision that the caller knows; undefined for one who does not care.
 * @throws LambdaError `PreconditionFailedException`
 */
export function demandRevisionId(current: string, given: string | undefined): void {
  if (given === undefined || given === current) return;
  throw new LambdaError(
    'PreconditionFailedException',
    'The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id',
  );
}
