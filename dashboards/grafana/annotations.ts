/** What happened when, as vertical lines through every chart. */
import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog';
import { type AnnotationQuery, AnnotationQueryBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import type { Language } from './query/languages.ts';
import { asWritten, type Condition, isNotTag, isTag, type Query } from './query/query.ts';
import { createTarget, influxSource } from './target.ts';

interface Annotation {
  readonly name: string;
  readonly color: string;
  readonly query: Query;
}

const annotations: readonly Annotation[] = [
  { name: 'runs', color: 'purple', query: createEventQuery(isTag('kind', 'run')) },
  { name: 'phases', color: 'blue', query: createEventQuery(isNotTag('kind', 'run')) },
];

function createEventQuery(condition: Condition): Query {
  return {
    from: 'faas_event',
    columns: ['title', 'text', 'tags'].map((field) => ({ name: field, value: asWritten(field) })),
    where: [condition],
    chosen: 'runs',
    each: 'point',
  };
}

export function createAnnotations(language: Language): Builder<AnnotationQuery>[] {
  return annotations.map(({ name, color, query }) =>
    new AnnotationQueryBuilder()
      .name(name)
      .datasource(influxSource)
      .enable(true)
      .iconColor(color)
      .target({
        build: () =>
          ({
            ...createTarget(query, language, { refId: 'Annotation', format: 'table' }).build(),
            name,
            fromAnnotations: true,
            titleColumn: 'title',
            textColumn: 'text',
            tagsColumn: 'tags',
          }) as unknown as Dataquery,
      }),
  );
}
