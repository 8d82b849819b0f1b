/** Which instance takes an invocation. */
export {
  chooseHermodWorker,
  type HermodDecision,
  type HermodReason,
  type HermodSettings,
  hermodSettings,
  type HermodWorker,
} from './hermod.ts';
export { type Eligibility, hasFreeSlot, isAnyInstance, type RoutableInstance } from './instances.ts';
export { chooseNewestIdle, type IdleInstance } from './newest-idle.ts';
export { chooseFirstAvailable, choosePowerOfTwo, chooseRandom, chooseRoundRobin } from './positional.ts';
export { chooseByRank, instanceRanks, type RankedRouting, rankedRoutings } from './ranked.ts';
export {
  type Binding,
  chooseInstance,
  decideRoute,
  type RouteDecision,
  type RouteObservation,
  type Routing,
  routings,
} from './route.ts';
