/** Where a new instance starts, and whether it may. */
export {
  decidePlacement,
  type PlacementDecision,
  type PlacementLimits,
  type PlacementObservation,
} from './machine-memory.ts';
export {
  decideNode,
  type NodePlacement,
  type NodePlacementDecision,
  type NodePlacementObservation,
  type PlacementNode,
} from './nodes.ts';
