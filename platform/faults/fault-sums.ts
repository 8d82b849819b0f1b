/** Sums over the faults that one meets. */
import type { Fault } from './decide-faults.ts';
import type { DelayStage } from './fault-rule.ts';

type OfKind<Kind extends Fault['kind']> = Extract<Fault, { readonly kind: Kind }>;

export function findFault<Kind extends Fault['kind']>(
  faults: readonly Fault[],
  kind: Kind,
): OfKind<Kind> | undefined {
  return faults.find((fault): fault is OfKind<Kind> => fault.kind === kind);
}

export function totalDelayMs(faults: readonly Fault[], stage: DelayStage): number {
  return faults.reduce(
    (sum, fault) => sum + (fault.kind === 'delay' && fault.stage === stage ? fault.ms : 0),
    0,
  );
}

export function totalSkewMs(faults: readonly Fault[]): number {
  return faults.reduce((sum, fault) => sum + (fault.kind === 'clockSkew' ? fault.ms : 0), 0);
}

/** How long so many bytes take in a direction. */
export function totalTransferMs(
  faults: readonly Fault[],
  direction: 'request' | 'answer',
  bytes: number,
): number {
  return faults.reduce((sum, fault) => {
    if (fault.kind !== 'slowNetwork') return sum;
    if (fault.direction !== 'both' && fault.direction !== direction) return sum;
    const { latencyMs, bytesPerSecond } = fault;
    return sum + latencyMs + (bytesPerSecond === undefined ? 0 : (bytes / bytesPerSecond) * 1000);
  }, 0);
}
