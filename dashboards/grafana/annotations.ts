/** What happened when, as vertical lines through every chart. */
import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog';
import { type AnnotationQuery, AnnotationQueryBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { influxSource, ofRun } from './selection.ts';

export function createAnnotations(): Builder<AnnotationQuery>[] {
  return [
    createAnnotation('runs', 'purple', `"kind" = 'run'`),
    createAnnotation('phases', 'blue', `"kind" <> 'run'`),
  ];
}

function createAnnotation(name: string, color: string, condition: string): AnnotationQueryBuilder {
  return new AnnotationQueryBuilder()
    .name(name)
    .datasource(influxSource)
    .enable(true)
    .iconColor(color)
    .target({
      build: () =>
        ({
          refId: 'Annotation',
          datasource: influxSource,
          name,
          fromAnnotations: true,
          query: `SELECT "title", "text", "tags" FROM "faas_event" WHERE ${condition} AND ${ofRun}`,
          titleColumn: 'title',
          textColumn: 'text',
          tagsColumn: 'tags',
        }) as unknown as Dataquery,
    });
}
