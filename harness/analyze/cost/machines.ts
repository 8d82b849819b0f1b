/** Machines that run all month, to compare with: what they cost and what they can carry. */

export interface Machine {
  readonly name: string;
  readonly cores: number;
  readonly memoryMiB: number;
  readonly usdPerHour: number;
}

/** As AWS counts a month: 365 x 24 / 12. */
export const hoursPerMonth = 730;
export const secondsPerMonth: number = hoursPerMonth * 3600;

/**
 * us-east-1, on demand, without tax. EC2: pricing.us-east-1.amazonaws.com, read 2026-10-08. Fargate, Linux x86:
 * $0.04048 a vCPU-hour and $0.004445 a GB-hour (aws.amazon.com/fargate/pricing, 2026).
 */
const machines: Readonly<Record<'x86_64' | 'arm64', readonly Machine[]>> = {
  x86_64: [
    { name: 'EC2 m7i.large', cores: 2, memoryMiB: 8192, usdPerHour: 0.1008 },
    { name: 'Fargate 1 vCPU, 2 GB', cores: 1, memoryMiB: 2048, usdPerHour: 0.04048 + 2 * 0.004445 },
  ],
  arm64: [
    { name: 'EC2 m7g.large', cores: 2, memoryMiB: 8192, usdPerHour: 0.0816 },
    { name: 'EC2 c7g.large', cores: 2, memoryMiB: 4096, usdPerHour: 0.0725 },
  ],
};

export function alwaysOnMachines(architecture: string): readonly Machine[] {
  return machines[architecture === 'arm64' ? 'arm64' : 'x86_64'];
}
