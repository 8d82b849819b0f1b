/** What can be changed of a profile; each takes those that make sense on its platform, and every one the choices. */
import type { AzureTrigger } from '../azure/plan.ts';
import type { NodeChoice } from '../fleet/cluster.ts';
import type { FleetRouting } from '../profile-parts.ts';
import type { Binding } from '../routing/route.ts';
import type { KeepAliveName } from './keep-alives/names.ts';

/** Choices of a fleet that any profile can be studied with; default: the platform's own. */
export interface PolicyChoices {
  readonly keepAlive?: KeepAliveName;
  readonly routing?: FleetRouting;
  readonly binding?: Binding;
  readonly placement?: NodeChoice;
}

export interface ProfileOptions extends PolicyChoices {
  /** Time after which an idle instance is removed, in milliseconds. */
  readonly idleLifetimeMs?: number;
  /** Most invocations of all functions at once. */
  readonly accountConcurrency?: number;
  /** Most invocations in one instance at once. */
  readonly instanceConcurrency?: number;
  readonly minInstances?: number;
  readonly maxInstances?: number;
  /** What the scaler aims at for one instance, in the platform's own unit. */
  readonly target?: number;
  /** By which part of the maximum an alert of OpenFaaS scales: 10 by its code, the default, 20 by its documentation. */
  readonly stepPercent?: number;
  /** What invokes a function of Azure: new instances come one a second for `http`, the default, and one in 30 s for others. */
  readonly trigger?: AzureTrigger;
}

export type ProfileOption = keyof ProfileOptions;
