/** What a file of this folder is given: the arrivals of its own kind, without the word that names the kind. */
import type { ArrivalSpec } from '../../harness/contract/arrivals.ts';

export type SpecOf<Kind extends ArrivalSpec['kind']> = Omit<Extract<ArrivalSpec, { kind: Kind }>, 'kind'>;
