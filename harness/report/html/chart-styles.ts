/** How charts are drawn: thin grid, heavy data, labels in the colour of what they name. */
export const chartStyles = `
figure { margin: 0 0 24px; min-width: 0; }
figcaption { margin-bottom: 10px; color: var(--soft); font-size: 14px; }
figcaption b { color: var(--ink); font-weight: 600; }
.panels { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 400px), 1fr)); gap: 8px 32px; align-items: end; }
svg { display: block; max-width: 100%; height: auto; overflow: visible; }
svg.narrow { display: none; width: 100%; max-width: 480px; }
svg text { font-size: 12px; fill: var(--soft); font-variant-numeric: tabular-nums; }
svg text.label, svg text.phase-name { fill: var(--ink); font-weight: 600; }
svg .label, svg .axis-title, svg .phase-name { paint-order: stroke; stroke: var(--paper); stroke-width: 4px; stroke-linejoin: round; }
.axis { stroke: var(--soft); fill: none; }
.grid { stroke: var(--rule); fill: none; stroke-width: 1; shape-rendering: crispEdges; }
.guide { stroke: var(--soft); stroke-dasharray: 2 4; fill: none; }
.line { fill: none; stroke-width: 2; stroke-linejoin: round; }
.line.cold, .leader.cold { stroke: var(--cold); }
.line.warm, .leader.warm { stroke: var(--warm); }
.leader.cost { stroke: var(--soft); }
.line.unknown, .leader.unknown { stroke: var(--unknown); }
.line.cost { stroke: var(--ink); }
.line.machine { stroke: var(--soft); stroke-width: 1.5; stroke-dasharray: 6 4; }
.leader { fill: none; stroke-width: 1; stroke-dasharray: 1 3; }
.dot { stroke: var(--paper); stroke-width: 1.5; }
.dot.cold, svg text.label.cold { fill: var(--cold); }
.dot.warm, svg text.label.warm { fill: var(--warm); }
.dot.unknown, svg text.label.unknown { fill: var(--unknown); }
.dot.cost, svg text.label.cost { fill: var(--ink); }
svg text.label.machine { fill: var(--soft); font-weight: 400; }
.cells { fill: none; shape-rendering: crispEdges; }
.cells .cold { stroke: var(--cold); }
.cells .warm { stroke: var(--warm); }
.cells .unknown { stroke: var(--unknown); }
.level-1 { stroke-opacity: 0.3; }
.level-2 { stroke-opacity: 0.45; }
.level-3 { stroke-opacity: 0.62; }
.level-4 { stroke-opacity: 0.8; }
.cells .cold.level-1 { stroke-opacity: 0.5; }
.cells .cold.level-2 { stroke-opacity: 0.62; }
.cells .cold.level-3 { stroke-opacity: 0.75; }
.troubled { stroke: var(--bad); stroke-width: 6; fill: none; shape-rendering: crispEdges; }
.phase { stroke: var(--soft); fill: none; shape-rendering: crispEdges; }
.warm-up { fill: var(--rule); fill-opacity: 0.55; }
.abort { stroke: var(--bad); stroke-width: 2; fill: none; }
.key { white-space: nowrap; }
figcaption .key { margin-left: 10px; }
.key::before { content: ""; display: inline-block; width: 10px; height: 10px; margin-right: 6px; background: var(--ink); }
.key.cold::before { background: var(--cold); }
.key.warm::before { background: var(--warm); border-radius: 50%; }
.key.unknown::before { background: var(--unknown); }
.key.troubled::before { background: var(--bad); height: 6px; vertical-align: 2px; }
.key.warm-up::before { background: var(--rule); }
@media (max-width: 640px) {
  svg.wide { display: none; }
  svg.narrow { display: block; }
  figcaption .key { margin: 0 10px 0 0; }
}
@media print {
  .panels { grid-template-columns: 1fr 1fr; }
  svg.wide { display: block; }
  svg.narrow { display: none; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
