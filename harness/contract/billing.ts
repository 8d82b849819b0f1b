/** By which provider's rules a run is billed, and what of those rules is the user's to say. */

/**
 * - `lambda`: on demand, initialisation billed; `lambda-2025-07`: as until July 2025, for zip packages on managed runtimes.
 * - `lambda-provisioned`: everything runs on provisioned concurrency.
 * - `cloud-functions-1`, `cloud-functions-2`: Cloud Run functions of the 1st and 2nd generation, billed by request.
 * - `azure-consumption`, `azure-flex`, `azure-premium`: the plans of Azure Functions.
 * - `cloudflare-workers`: Workers Paid, by processor time.
 * - `self-hosted`: a share of your own machines, at the utilisation that you reach.
 */
export const meterNames = [
  'lambda',
  'lambda-2025-07',
  'lambda-provisioned',
  'cloud-functions-1',
  'cloud-functions-2',
  'azure-consumption',
  'azure-flex',
  'azure-premium',
  'cloudflare-workers',
  'self-hosted',
] as const;
export type MeterName = (typeof meterNames)[number];

/** What a provider's rules leave open, or what no source settles. Each meter names those that it uses, with its default. */
export interface MeterOptions {
  /** Processors of an instance. Default: the provider's own for the memory size. */
  readonly vcpus?: number | undefined;
  /** Least time billed for an execution. Default: 1,000 on Azure Flex, 100 on Azure Consumption. */
  readonly minimumMs?: number | undefined;
  /** Instances that are held while nothing happens: provisioned concurrency, Premium. Default 1. */
  readonly instances?: number | undefined;
  /** Share of your own machines' time that is used, above 0 up to 1. Default 0.5. */
  readonly utilisation?: number | undefined;
}

export interface BillingTerms {
  readonly architecture: string;
  /** Whether the monthly free tier counts. */
  readonly freeTier: boolean;
  /** Default `lambda`. */
  readonly meter?: MeterName | undefined;
  /** Default: the region of the meter's own price book. */
  readonly region?: string | undefined;
  readonly options?: MeterOptions | undefined;
}
