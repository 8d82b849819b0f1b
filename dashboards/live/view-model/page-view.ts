/** Whatever the page can show. */
import type { ComparisonView } from './comparison-view.ts';
import type { RunView } from './run-view.ts';

export type PageView = RunView | ComparisonView;
