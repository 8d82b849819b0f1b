/** Credentials come from the environment, by the same names for every server. */
import { FaasmarkError } from '../../contract/errors.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface Credentials {
  readonly token: string | undefined;
  readonly user: { readonly name: string; readonly password: string } | undefined;
}

/**
 * `PREFIX_TOKEN`, and `PREFIX_USERNAME` with `PREFIX_PASSWORD`.
 *
 * @throws FaasmarkError `USAGE` when one of the pair is missing.
 */
export function readCredentials(prefix: string, environment: Environment): Credentials {
  const [name, password] = [environment[`${prefix}_USERNAME`], environment[`${prefix}_PASSWORD`]];
  if ((name === undefined) !== (password === undefined)) {
    const [set, missing] = name === undefined ? ['PASSWORD', 'USERNAME'] : ['USERNAME', 'PASSWORD'];
    throw new FaasmarkError('USAGE', `${prefix}_${set} is set and ${prefix}_${missing} is not`, {
      hint: `Set both, or neither, or ${prefix}_TOKEN.`,
    });
  }
  const user = name === undefined || password === undefined ? undefined : { name, password };
  return { token: environment[`${prefix}_TOKEN`], user };
}

/** The `Authorization` header: Basic where there is a user, else the token in its scheme. */
export function toAuthorization(
  prefix: string,
  tokenScheme: 'Bearer' | 'Token',
  environment: Environment,
): string | undefined {
  const { token, user } = readCredentials(prefix, environment);
  if (user !== undefined) {
    return `Basic ${Buffer.from(`${user.name}:${user.password}`).toString('base64')}`;
  }
  return token === undefined ? undefined : `${tokenScheme} ${token}`;
}
