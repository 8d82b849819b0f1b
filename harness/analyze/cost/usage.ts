/** What is used, in the quantities that providers bill. Plain sums: usage of a month is the usage of its parts. */

/** Each billable quantity with its unit. GB and GiB are both 1,024 MiB, as all these providers bill them. */
export const quantityUnits = {
  invocations: 'invocations',
  gbSeconds: 'GB-seconds',
  provisionedGbSeconds: 'GB-seconds held',
  vcpuSeconds: 'vCPU-seconds',
  gibSeconds: 'GiB-seconds',
  ghzSeconds: 'GHz-seconds',
  vcpuHours: 'vCPU-hours held',
  gibHours: 'GiB-hours held',
  cpuMs: 'milliseconds of processor time',
  months: 'months',
  machineHours: 'machine-hours',
} as const;

export type Quantity = keyof typeof quantityUnits;
export const quantities = Object.keys(quantityUnits) as readonly Quantity[];

/** What is missing is 0. */
export type Usage = Readonly<Partial<Record<Quantity, number>>>;

export function sumUsage(parts: Iterable<Usage>): Usage {
  const sum: Partial<Record<Quantity, number>> = {};
  for (const part of parts) {
    for (const key in part) {
      const quantity = key as Quantity;
      sum[quantity] = (sum[quantity] ?? 0) + (part[quantity] ?? 0);
    }
  }
  return sum;
}

/** The same usage so many times. */
export function scaleUsage(usage: Usage, times: number): Usage {
  if (times === 1) return usage;
  return Object.fromEntries(Object.entries(usage).map(([quantity, amount]) => [quantity, amount * times]));
}
