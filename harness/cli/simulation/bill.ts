/** What a simulated load costs: by the meter of the platform that its profile imitates, or by any other. */
import type { ProfileName } from '../../../platform/policies/profiles/registry.ts';
import type { RunFigures } from '../../../platform/simulation/run-figures.ts';
import type { UseListener } from '../../../platform/simulation/use-watch.ts';
import type { MeterName } from '../../contract/billing.ts';
import { findPriceBook } from '../../analyze/cost/load-price-books.ts';
import { meters } from '../../analyze/cost/meters/meters.ts';
import { priceUsage } from '../../analyze/cost/price-usage.ts';
import type { Quantity, Usage } from '../../analyze/cost/usage.ts';

/** On machines of one's own, where the platform has no price: the share that instances hold, idle or not. */
const ownMeters: Readonly<Record<ProfileName, MeterName>> = {
  lambda: 'lambda',
  'lambda-2022': 'lambda-2025-07',
  'lambda-managed-instances': 'self-hosted',
  'knative-kpa': 'self-hosted',
  'openfaas-ce': 'self-hosted',
  'openfaas-pro': 'self-hosted',
  openwhisk: 'self-hosted',
  'openwhisk-fpc': 'self-hosted',
  'cloud-run': 'cloud-functions-2',
  'gcf-1': 'cloud-functions-1',
  'azure-consumption': 'azure-consumption',
  'azure-flex': 'azure-flex',
  workers: 'cloudflare-workers',
};

/** Billed while an instance is active, however many invocations share it; the others by invocation. */
const billedByActivity: ReadonlySet<MeterName> = new Set(['cloud-functions-2', 'azure-flex']);

const architecture = 'x86_64';

export interface Bill {
  readonly meter: MeterName;
  /** For one function in one run. */
  listen(run: number, memoryMiB: number): UseListener;
  /** US dollars for a million of the invocations that ran; NaN when none did. */
  toCostPerMillionUsd(run: number, figures: RunFigures, durationMs: number): number;
}

/** @param meterName - instead of the profile's own. */
export function createBill(profile: ProfileName, meterName?: MeterName): Bill {
  const name = meterName ?? ownMeters[profile];
  const meter = meters[name];
  const book = findPriceBook({ meter: name, architecture, freeTier: false });
  const used: Partial<Record<Quantity, number>>[] = [];

  function add(run: number, usage: Usage): void {
    const sum = (used[run] ??= {});
    for (const key in usage) {
      const quantity = key as Quantity;
      sum[quantity] = (sum[quantity] ?? 0) + (usage[quantity] ?? 0);
    }
  }

  function listen(run: number, memoryMiB: number): UseListener {
    if (name === 'self-hosted') return {};
    const bill = (durationMs: number, initDurationMs: number, invocations: number): void =>
      add(run, meter.toUsage({ memoryMiB, durationMs, initDurationMs, invocations }, {}));
    return billedByActivity.has(name)
      ? { wasActive: bill }
      : { invoked: (durationMs, initMs) => bill(durationMs, initMs, 1) };
  }

  return {
    meter: name,
    listen,
    toCostPerMillionUsd(run, { billedInvocations, heldMiBSeconds }, durationMs) {
      if (name === 'self-hosted') {
        // One MiB for as long as all of them were held.
        add(run, meter.toUsage({ memoryMiB: 1, durationMs: heldMiBSeconds * 1000, initDurationMs: 0 }, {}));
      }
      add(run, meter.toHeldUsage?.({ memoryMiB: 0, durationMs }, {}) ?? {});
      return (priceUsage(used[run] ?? {}, name, book).totalUsd / billedInvocations) * 1e6;
    },
  };
}
