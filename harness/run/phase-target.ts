/** How the function of a phase is invoked: as it was deployed, with the event that the phase has for it. */
import type { Phase, PhaseEvent } from '../contract/phase.ts';
import { type Deployment, invokesAsync } from '../contract/provider.ts';
import { createRandom } from '../contract/seeded-random.ts';
import type { InvocationTarget } from '../contract/target.ts';
import type { RunParts } from './run-parts.ts';

/** @returns undefined where the function was not deployed. */
export function toPhaseTarget(
  { function: name, event, isAsync = false, seed }: Phase,
  deployments: ReadonlyMap<string, Deployment>,
  {
    scenario,
    catalog,
    ledgerUrl,
  }: Pick<RunParts, 'scenario' | 'catalog'> & { readonly ledgerUrl?: string | undefined },
): InvocationTarget | undefined {
  const deployment = deployments.get(name);
  if (deployment === undefined) return undefined;
  const target = isAsync && invokesAsync(deployment) ? deployment.asyncTarget : deployment.target;
  if (event === undefined) return target;
  const { expectedOutput: _, ...unchecked } = target;
  const value = toValue(event, deployments, seed, ledgerUrl);
  const { source, fillerMiB = 0 } = scenario.functions[name] ?? {};
  const expectedOutput =
    source?.kind === 'catalog' && !isAsync
      ? catalog.expectedOutput(source.name, value, fillerMiB)
      : undefined;
  return {
    ...unchecked,
    body: JSON.stringify(value),
    // The check of the function's own event says nothing of another; only the catalogue knows what is right then.
    ...(expectedOutput === undefined ? {} : { expectedOutput }),
  };
}

function toValue(
  event: PhaseEvent,
  deployments: ReadonlyMap<string, Deployment>,
  seed: number,
  ledger: string | undefined,
): Readonly<Record<string, unknown>> {
  switch (event.kind) {
    case 'value':
      return event.value;
    case 'ledger':
      return { holdMs: event.holdMs, ...(ledger === undefined ? {} : { ledger }) };
    case 'payload':
      return { payload: toText(event.bytes, seed) };
    case 'calls':
      return {
        urls: event.functions.map((name) => toUrl(deployments.get(name)?.target)),
        payloadBytes: event.payloadBytes,
        seed,
      };
  }
}

function toUrl(target: InvocationTarget | undefined): string {
  return target === undefined ? '' : `${target.origin}${target.path}`;
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Of letters that JSON does not escape: so many bytes on the wire too. */
function toText(bytes: number, seed: number): string {
  const random = createRandom(seed);
  const text = Buffer.alloc(bytes);
  for (let at = 0; at < bytes; at++) text[at] = letters.charCodeAt(Math.floor(random() * letters.length));
  return text.toString('latin1');
}
