/** Declares faults to the reference platform: for the run, and for each function under the name that it has there. */
import { FaasmarkError } from '../../harness/contract/errors.ts';
import type { FaultsConfig } from './config.ts';

export interface DeclaredFaults {
  /**
   * Adds those of one function, by its name on the platform. It draws by its name in the scenario, which is the same on
   * every run.
   */
  declareFor(name: string, functionName: string, signal: AbortSignal): Promise<void>;
  withdraw(): Promise<void>;
}

/** @throws FaasmarkError `PROVIDER_REFUSED`. */
export async function declareFaults(
  endpoint: string,
  headers: Readonly<Record<string, string>>,
  { seed, faults, functions }: FaultsConfig,
  signal: AbortSignal,
): Promise<DeclaredFaults> {
  await call('PUT', '', { seed, faults }, signal);
  return {
    declareFor: (name, functionName, abort) =>
      call(
        'PUT',
        `/functions/${functionName}?stream=${encodeURIComponent(name)}`,
        functions[name] ?? [],
        abort,
      ),
    withdraw: () => call('DELETE', ''),
  };

  async function call(method: string, path: string, body?: unknown, abort?: AbortSignal): Promise<void> {
    const answer = await fetch(new URL(`/admin/faults${path}`, endpoint), {
      method,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(abort !== undefined && { signal: abort }),
    });
    const text = await answer.text();
    if (answer.ok) return;
    throw new FaasmarkError(
      'PROVIDER_REFUSED',
      `declaring faults: HTTP ${answer.status} from ${endpoint}: ${text}`,
    );
  }
}
