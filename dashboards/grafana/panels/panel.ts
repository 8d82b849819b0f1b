/** What all panels have in common. */
import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import type { Panel } from '@grafana/grafana-foundation-sdk/dashboard';

/** A panel that the dashboard gives its number. */
export interface PanelToNumber extends Builder<Panel> {
  id(id: number): this;
}

export interface DashboardRow {
  readonly title: string;
  readonly panels: readonly PanelToNumber[];
}

export interface PanelText {
  readonly title: string;
  /** What it shows, and how to read it. */
  readonly description: string;
  /** Of the grid's 24 columns. */
  readonly width: number;
}

/** For rates of invocations: Grafana's own units would call them requests. */
export const perSecondUnit = 'suffix:/s';
