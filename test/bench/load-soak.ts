/** Whether memory stays flat and every invocation is recorded exactly once when load lasts. */
import type { Bench } from './bench.ts';
import { atMost, exactly, formatNumber } from './figure.ts';
import { readNative, toNativeCommand } from './peers/native.ts';
import type { MemorySample } from './processes/native-order.ts';
import { runCommand } from './run-command.ts';
import { slope } from './statistics.ts';
import { startFastTarget } from './target.ts';

const ratePerSecond = 5000;
const defaultSeconds = 600;
/** Over ten minutes as much as a garbage collector leaves lying about. */
const wantedSlope = 1;
const looks = 120;
/** Of the time: until then compilers and heaps still grow into the load. */
const warmUpShare = 0.25;
const overheadSeconds = 60;

export const loadSoak: Bench = {
  name: 'load-soak',
  question: 'Does memory stay flat, and is everything recorded exactly once, when load lasts?',
  async run({ quick, seconds, conditions, scope, say }) {
    const length = seconds ?? (quick ? 2 : defaultSeconds);
    const target = await startFastTarget(conditions.pinning, scope);
    say(`target: ${target.name}; ${ratePerSecond} a second for ${length} s`);
    try {
      const command = toNativeCommand({
        url: target.url,
        load: { model: 'open', arrivals: { kind: 'constant', ratePerSecond, durationMs: length * 1000 } },
        memoryEverySeconds: length / looks,
      });
      const onCore = conditions.pinning.onClientCore(command);
      const { stdout, cpuMicros } = await runCommand(onCore, length + overheadSeconds, scope);
      const report = readNative(stdout);
      const settled = report.memory.filter(({ atSeconds }) => atSeconds >= length * warmUpShare);
      const [rss, heap, arrayBuffers] = (['rssMiB', 'heapMiB', 'arrayBuffersMiB'] as const).map((field) =>
        slopePerMinute(settled, field),
      );
      const { lost, duplicated, notOk, scheduled, requests, sendDelayP50Us, sendDelayP99Us, p99Ms } = report;
      const [first, last] = [settled[0], settled.at(-1)];
      say(
        `  ${scheduled} scheduled, ${requests} recorded, ${notOk} not ok; RSS ${formatNumber(first?.rssMiB)} to ` +
          `${formatNumber(last?.rssMiB)} MiB, heap of the main thread ${formatNumber(first?.heapMiB)} to ` +
          `${formatNumber(last?.heapMiB)} MiB; sendDelay p50 ${formatNumber(sendDelayP50Us)} p99 ` +
          `${formatNumber(sendDelayP99Us)} µs; responseTime p99 ${formatNumber(p99Ms)} ms; ` +
          `${formatNumber(cpuMicros / requests)} µs CPU`,
      );
      return {
        figures: [
          atMost('rssSlopeMiBPerMinute', rss ?? null, wantedSlope),
          atMost('heapSlopeMiBPerMinute', heap ?? null, wantedSlope),
          exactly('lost', lost, 0),
          exactly('duplicated', duplicated, 0),
        ],
        fields: {
          rssSlopeMiBPerMinute: rss,
          heapSlopeMiBPerMinute: heap,
          arrayBuffersSlopeMiBPerMinute: arrayBuffers,
          lost,
          duplicated,
          report,
        },
        missing: [],
        failed: {},
      };
    } finally {
      await target.stop();
    }
  },
};

function slopePerMinute(
  samples: readonly MemorySample[],
  field: Exclude<keyof MemorySample, 'atSeconds'>,
): number {
  return slope(
    samples.map(({ atSeconds }) => atSeconds / 60),
    samples.map((sample) => sample[field]),
  );
}
