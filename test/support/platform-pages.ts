/** What a running platform tells about itself. */
import type { InstanceRecord } from '../../platform/instances/instance-records.ts';

export async function listInstances(endpoint: string, functionName: string): Promise<InstanceRecord[]> {
  const answer = await fetch(`${endpoint}/admin/instances?function=${functionName}`);
  return ((await answer.json()) as { readonly instances: InstanceRecord[] }).instances;
}

/** Value of one line of the metrics page; 0 when there is no such line. */
export async function readMetric(endpoint: string, series: string): Promise<number> {
  const page = await (await fetch(`${endpoint}/metrics`)).text();
  const line = page.split('\n').find((one) => one.startsWith(`${series} `));
  return Number(line?.slice(series.length + 1) ?? 0);
}
