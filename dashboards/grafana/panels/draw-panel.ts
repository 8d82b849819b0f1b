/** Any panel as the builder of the SDK that makes its JSON. */
import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import type { Panel as PanelJson } from '@grafana/grafana-foundation-sdk/dashboard';
import type { Language } from '../query/languages.ts';
import { drawBars } from './bars.ts';
import { drawChart } from './chart.ts';
import { drawHeatmap } from './heatmap.ts';
import type { Panel } from './panel.ts';
import { drawStat } from './stat.ts';
import { drawTable } from './table.ts';

/** A panel that the dashboard gives its number. */
export interface PanelToNumber extends Builder<PanelJson> {
  id(id: number): this;
}

export function drawPanel(panel: Panel, language: Language): PanelToNumber {
  switch (panel.kind) {
    case 'chart':
      return drawChart(panel, language);
    case 'stat':
      return drawStat(panel, language);
    case 'table':
      return drawTable(panel, language);
    case 'heatmap':
      return drawHeatmap(panel, language);
    case 'bars':
      return drawBars(panel, language);
  }
}
