/** A platform that the tests of one file share, with an official client of it; both are gone after them. */
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll } from '@jest/globals';
import { type Platform, type PlatformOptions, startPlatform } from '../../platform/start-platform.ts';
import { createLambdaClient } from './lambda-client.ts';

export interface TestPlatform {
  readonly platform: Platform;
  readonly client: LambdaClient;
}

/** At the top of a test file. */
export async function startTestPlatform(options: PlatformOptions = {}): Promise<TestPlatform> {
  const platform = await startPlatform(options);
  const client = createLambdaClient(platform.endpoint);
  afterAll(async () => {
    client.destroy();
    await platform.close();
  });
  return { platform, client };
}
