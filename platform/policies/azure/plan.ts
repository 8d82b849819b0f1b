/** The plans of Azure Functions: what is scaled together, how far, and how many invocations one instance takes. */

export type AzurePlan = 'consumption' | 'flex' | 'premium';
export const azureTriggers = ['http', 'durable', 'blob', 'other'] as const;
export type AzureTrigger = (typeof azureTriggers)[number];

/** Most instances (learn.microsoft.com/azure/azure-functions/functions-scale, November 2026). */
export const maxInstances: Readonly<Record<AzurePlan, number>> = {
  consumption: 200,
  flex: 1000,
  premium: 100,
};

export interface AzureFunction {
  readonly app: string;
  readonly name: string;
  readonly trigger: AzureTrigger;
}

/** Name of what a function is scaled with: its whole app, or on Flex a group of like triggers or itself. */
export function toScaleUnit({ app, name, trigger }: AzureFunction, plan: AzurePlan): string {
  if (plan !== 'flex') return app;
  return trigger === 'other' ? `${app}/function/${name}` : `${app}/group/${trigger}`;
}

/** By memory in MiB; from memory only, since the table could not be read: pass another where it is known better. */
export const flexHttpConcurrency: Readonly<Record<number, number>> = { 512: 4, 2048: 16, 4096: 32 };

/** HTTP invocations in one Flex instance at once; of the next smaller size where that of its own is not listed. */
export function toFlexHttpConcurrency(
  memoryMiB: number,
  bySize: Readonly<Record<number, number>> = flexHttpConcurrency,
): number {
  const sizes = Object.keys(bySize)
    .map(Number)
    .filter((size) => size <= memoryMiB);
  return bySize[Math.max(...sizes)] ?? 1;
}
