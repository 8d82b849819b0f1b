/** Signs a request as AWS wants it: Signature Version 4. */
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import type { InvocationTarget, SigV4Signing } from '../contract/target.ts';

/** The headers to send at a time, with their signature. */
export type Sign = (epochMs: number) => Promise<Readonly<Record<string, string>>>;

export function createSigner(target: InvocationTarget, { region, service, credentials }: SigV4Signing): Sign {
  const signer = new SignatureV4({ region, service, credentials, sha256: Sha256 });
  const { protocol, hostname, port, host } = new URL(target.origin);
  const [path = '/', query = ''] = target.path.split('?');
  return async (epochMs) => {
    const signed = await signer.sign(
      {
        method: target.method,
        protocol,
        hostname,
        ...(port === '' ? {} : { port: Number(port) }),
        path,
        query: Object.fromEntries(new URLSearchParams(query)),
        headers: { ...target.headers, host },
        body: target.body,
      },
      { signingDate: new Date(epochMs) },
    );
    return signed.headers;
  };
}
