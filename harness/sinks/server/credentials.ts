/** Credentials come from the environment, by the same names for every server. */
import { FaasmarkError } from '../../contract/errors.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The `Authorization` header: Basic of `PREFIX_USERNAME` and `PREFIX_PASSWORD` where there are such, else `PREFIX_TOKEN` in
 * its scheme.
 *
 * @throws FaasmarkError `USAGE` when one of the pair is missing.
 */
export function toAuthorization(
  prefix: string,
  tokenScheme: 'Bearer' | 'Token',
  environment: Environment,
): string | undefined {
  const [name, password] = [environment[`${prefix}_USERNAME`], environment[`${prefix}_PASSWORD`]];
  if ((name === undefined) !== (password === undefined)) {
    const [set, missing] = name === undefined ? ['PASSWORD', 'USERNAME'] : ['USERNAME', 'PASSWORD'];
    throw new FaasmarkError('USAGE', `${prefix}_${set} is set and ${prefix}_${missing} is not`, {
      hint: `Set both, or neither, or ${prefix}_TOKEN.`,
    });
  }
  if (name !== undefined) return `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;
  const token = environment[`${prefix}_TOKEN`];
  return token === undefined ? undefined : `${tokenScheme} ${token}`;
}
