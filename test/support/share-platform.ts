/** A platform that the tests of one file share, with an official client of it. */
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll } from '@jest/globals';
import { type Platform, type PlatformOptions, startPlatform } from '../../platform/start-platform.ts';
import { createLambdaClient } from './lambda-client.ts';

/** There as soon as the first test or `beforeAll` runs, and gone after the last: where all are skipped it never starts. */
export interface SharedPlatform {
  readonly platform: Platform;
  readonly endpoint: string;
  readonly client: LambdaClient;
}

/** At the top of a test file, or of a `describe`. */
export function sharePlatform(options: PlatformOptions = {}): SharedPlatform {
  let started: { readonly platform: Platform; readonly client: LambdaClient } | undefined;
  const get = (): NonNullable<typeof started> => {
    if (started === undefined) throw new Error('the platform starts with the first test');
    return started;
  };
  beforeAll(async () => {
    const platform = await startPlatform(options);
    started = { platform, client: createLambdaClient(platform.endpoint) };
  });
  afterAll(async () => {
    started?.client.destroy();
    await started?.platform.close();
  });
  return {
    get platform() {
      return get().platform;
    },
    get endpoint() {
      return get().platform.endpoint;
    },
    get client() {
      return get().client;
    },
  };
}
