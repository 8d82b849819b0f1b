/** The names by which the Lambda API lets one call a function: its name, a partial ARN or an ARN, each with a qualifier. */
import { accountId } from './function-revision.ts';
import { LambdaError } from './lambda-error.ts';

export interface FunctionReference {
  readonly name: string;
  /** Version or alias, if one was named. */
  readonly qualifier: string | undefined;
}

const pattern =
  /^(?:arn:aws[a-zA-Z-]*:lambda:[a-z]{2}(?:-gov)?-[a-z]+-\d:)?(?:(?<account>\d{12}):)?(?:function:)?(?<name>[a-zA-Z0-9-_]+)(?::(?<qualifier>\$LATEST|[a-zA-Z0-9-_]+))?$/;

/** @throws LambdaError `InvalidParameterValueException`, or `ResourceNotFoundException` for another account. */
export function parseFunctionReference(text: string): FunctionReference {
  const { name, qualifier, account } = pattern.exec(text)?.groups ?? {};
  if (name === undefined || name.length > 64) {
    throw new LambdaError(
      'InvalidParameterValueException',
      `1 validation error detected: Value '${text}' at 'functionName' failed to satisfy constraint: ` +
        `Member must satisfy regular expression pattern: ${pattern.source.replaceAll(/\?<\w+>/g, '')}`,
    );
  }
  if (account !== undefined && account !== accountId) {
    throw new LambdaError('ResourceNotFoundException', `Function not found: ${text}`);
  }
  return { name, qualifier };
}
