/** A script as the k6 operator of a Kubernetes cluster takes it: a ConfigMap that holds it, and a TestRun that runs it. */
import { Document } from 'yaml';
import { FaasmarkError } from '../../contract/errors.ts';

export interface TestRunOptions {
  /** Of both resources: lower-case letters, digits and -. */
  readonly name: string;
  /** Pods that share the load; k6 splits rates and virtual users among them. */
  readonly parallelism: number;
  /** Environment variables that the script reads; their values are for the reader to fill in. */
  readonly variables: readonly string[];
}

/** What a ConfigMap may hold. */
const mostBytes = 1024 * 1024;
const file = 'script.ts';

/** @throws FaasmarkError `USAGE` for a script that does not fit. */
export function toKubernetes(script: string, { name, parallelism, variables }: TestRunOptions): string {
  const bytes = Buffer.byteLength(script);
  if (bytes > mostBytes) {
    throw new FaasmarkError('USAGE', `the script has ${bytes} bytes; a ConfigMap holds ${mostBytes}`, {
      hint: 'Make the events of the functions smaller, or split the scenario.',
    });
  }
  const resource = { name, labels: { 'app.kubernetes.io/managed-by': 'faasmark' } };
  const configMap = new Document({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: resource,
    data: { [file]: script },
  });
  configMap.commentBefore =
    ' kubectl apply -f FILE; needs the k6 operator. Percentiles of several pods cannot be merged.';
  const env = variables.map((variable) => ({ name: variable, value: '' }));
  const testRun = new Document({
    apiVersion: 'k6.io/v1alpha1',
    kind: 'TestRun',
    metadata: resource,
    spec: {
      parallelism,
      script: { configMap: { name, file } },
      ...(env.length === 0 ? {} : { runner: { env } }),
    },
  });
  if (env.length > 0) testRun.commentBefore = ' Fill in the URLs of the functions under runner.env.';
  // Long lines stay whole: folded, a script would be hard to read.
  return [configMap, testRun].map((document) => document.toString({ lineWidth: 0 })).join('---\n');
}
