/** Every meter by its name. */
import type { MeterName } from '../../../contract/billing.ts';
import { azureConsumption, azureFlex, azurePremium } from './azure.ts';
import { cloudFunctions1, cloudFunctions2 } from './cloud-functions.ts';
import { cloudflareWorkers } from './cloudflare-workers.ts';
import { lambdaProvisioned } from './lambda-provisioned.ts';
import { lambda, lambdaBeforeInitBilling } from './lambda.ts';
import type { Meter } from './meter.ts';
import { selfHosted } from './self-hosted.ts';

export const meters: Readonly<Record<MeterName, Meter>> = {
  lambda,
  'lambda-2025-07': lambdaBeforeInitBilling,
  'lambda-provisioned': lambdaProvisioned,
  'cloud-functions-1': cloudFunctions1,
  'cloud-functions-2': cloudFunctions2,
  'azure-consumption': azureConsumption,
  'azure-flex': azureFlex,
  'azure-premium': azurePremium,
  'cloudflare-workers': cloudflareWorkers,
  'self-hosted': selfHosted,
};
