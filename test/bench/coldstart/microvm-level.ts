/** Virtual machines, beside the same QEMU, kernel and processor with a guest that does nothing but run Node.js once. */
import { PublishVersionCommand, waitUntilFunctionActiveV2 } from '@aws-sdk/client-lambda';
import { atMost } from '../figure.ts';
import { ratio } from '../statistics.ts';
import { prepareBareGuest } from './bare-guest.ts';
import { compareStarts, type StartContender } from './compare-starts.ts';
import { helloInNode } from './hello.ts';
import type { PartContext, PartResult } from './part.ts';

/** Where the processor is emulated a boot takes seconds. */
const repetitions = { kvm: 20, tcg: 3 } as const;
const bareName = 'QEMU, a guest that runs node';
const longestWaitSeconds = 60;

export async function measureMicrovms(context: PartContext): Promise<PartResult> {
  const { platform, scope } = context;
  const bare = await prepareBareGuest(scope.folder);
  const tags = { 'faasmark:isolation': 'microvm' };
  await platform.deploy('microvm', { ...helloInNode, Tags: tags });
  const contenders: StartContender[] = [
    { name: bareName, start: bare.start },
    { name: 'microvm', origin: 'new', start: () => platform.start('microvm') },
  ];
  const count = repetitions[bare.accelerator];
  contenders.push(await deployRestored());

  async function deployAhead(): Promise<StartContender> {
    await platform.deploy('microvm-ahead', { ...helloInNode, Tags: { ...tags, 'faasmark:ahead': '1' } });
    const restMs = bare.accelerator === 'kvm' ? 1_000 : 5_000;
    return {
      name: 'microvm, prewarmed',
      restMs,
      origin: 'prewarmed',
      start: () => platform.start('microvm-ahead'),
    };
  }

  async function deployRestored(): Promise<StartContender> {
    const FunctionName = 'microvm-restored';
    await platform.deploy(FunctionName, {
      ...helloInNode,
      Tags: tags,
      SnapStart: { ApplyOn: 'PublishedVersions' },
    });
    await platform.client.send(new PublishVersionCommand({ FunctionName }));
    await waitUntilFunctionActiveV2(
      { client: platform.client, maxWaitTime: longestWaitSeconds, minDelay: 1, maxDelay: 1 },
      { FunctionName, Qualifier: '1' },
    );
    const path = `/2015-03-31/functions/${FunctionName}/invocations?Qualifier=1`;
    return {
      name: 'microvm, restored',
      origin: 'restored',
      start: () => platform.start(FunctionName, path),
    };
  }

  try {
    const compared = await compareStarts(contenders, count, context);
    const microvm = ratio(compared.times['microvm']?.p50Ms, compared.times[bareName]?.p50Ms);
    // Afterwards: any function of the same size would take the guests that are ready.
    const ahead = await compareStarts([await deployAhead()], count, context);
    return {
      figures: [atMost('ratio.microvm', microvm, 1.25)],
      ratio: { microvm },
      fields: { accelerator: bare.accelerator },
      times: { ...compared.times, ...ahead.times },
      failed: { ...compared.failed, ...ahead.failed },
    };
  } finally {
    await platform.remove('microvm-ahead').catch(() => undefined);
    await platform.remove('microvm-restored').catch(() => undefined);
  }
}
