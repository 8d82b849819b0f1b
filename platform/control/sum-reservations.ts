/** How much of the account's concurrency is taken. */
import type { DeployedFunction, RevisionRunner } from './deployed-function.ts';
import { sumProvisioned } from './provisioned-concurrency.ts';

/** What functions have reserved together. */
export function sumReservations(reservations: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const reserved of reservations.values()) sum += reserved;
  return sum;
}

interface Deployments {
  readonly reservations: ReadonlyMap<string, number>;
  list(): DeployedFunction<RevisionRunner>[];
}

/** What neither a reservation nor provisioned concurrency has taken; what a function has provisioned is part of what it has reserved. */
export function countUnreserved(deployments: Deployments, accountConcurrency: number): number {
  const { reservations } = deployments;
  const provisioned = deployments
    .list()
    .filter(({ name }) => !reservations.has(name))
    .reduce((sum, deployed) => sum + sumProvisioned(deployed), 0);
  return accountConcurrency - sumReservations(reservations) - provisioned;
}
