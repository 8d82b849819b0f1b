/** From the name of a way to keep idle instances to one for a function. */
import type { KeepAlive } from '../../profile-parts.ts';
import { keepFor, keepOn } from '../parts/keep.ts';
import { createGreedyDualKeepAlive, type GreedyDualClocks } from './greedy-dual.ts';
import { createHalvingKeepAlive } from './halving.ts';
import { createHybridKeepAlive, createInterArrivalKeepAlive } from './histograms.ts';
import type { KeepAliveName } from './names.ts';

/** As measured of AWS Lambda. */
const defaultLifetimeMs = 600_000;

/** @returns what makes one anew for each revision of each function; they share what is the nodes'. */
export function toCreateKeepAlive(
  name: KeepAliveName,
  idleLifetimeMs: number = defaultLifetimeMs,
): () => KeepAlive {
  switch (name) {
    case 'fixed':
      return () => keepFor(idleLifetimeMs);
    case 'lru':
      return () => keepOn;
    case 'hybrid-histogram':
      return createHybridKeepAlive;
    case 'inter-arrival-histogram':
      return createInterArrivalKeepAlive;
    case 'greedy-dual': {
      const clocks: GreedyDualClocks = new Map();
      return () => createGreedyDualKeepAlive(clocks);
    }
    case 'halving':
      return createHalvingKeepAlive;
  }
}
