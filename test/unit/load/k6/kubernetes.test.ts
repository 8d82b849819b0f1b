import { describe, expect, it } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import { compileScript } from '../../../../harness/load/k6/compile-script.ts';
import { toKubernetes } from '../../../../harness/load/k6/kubernetes.ts';
import { everyLoad, toPart } from './script-parts.ts';

const options = { name: 'faasmark-checkout', parallelism: 4, variables: [] };

function parse(text: string): unknown[] {
  return parseAllDocuments(text).map((document) => {
    expect(document.errors).toEqual([]);
    return document.toJS() as unknown;
  });
}

describe('a script for the k6 operator', () => {
  it('is a ConfigMap that holds it to the letter, and a TestRun that runs it', () => {
    const script = compileScript([
      toPart(everyLoad.steps, { body: `{"a":"${'long '.repeat(100)}: # - |\\t"}` }),
    ]);
    const [configMap, testRun] = parse(toKubernetes(script, options));
    expect(configMap).toEqual({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'faasmark-checkout', labels: { 'app.kubernetes.io/managed-by': 'faasmark' } },
      data: { 'script.ts': script },
    });
    expect(testRun).toMatchObject({
      apiVersion: 'k6.io/v1alpha1',
      kind: 'TestRun',
      metadata: { name: 'faasmark-checkout' },
      spec: { parallelism: 4, script: { configMap: { name: 'faasmark-checkout', file: 'script.ts' } } },
    });
  });

  it('has a place for every variable that the script reads', () => {
    const [, testRun] = parse(toKubernetes('', { ...options, variables: ['FAASMARK_URL_API'] }));
    expect(testRun).toMatchObject({ spec: { runner: { env: [{ name: 'FAASMARK_URL_API', value: '' }] } } });
  });

  it('is refused when a ConfigMap cannot hold it', () => {
    expect(() => toKubernetes('x'.repeat(1024 * 1024 + 1), options)).toThrow(
      expect.objectContaining({ code: 'USAGE' }),
    );
  });
});
