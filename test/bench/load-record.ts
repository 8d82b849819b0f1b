/** What it costs to record an invocation, in time and in memory. */
import { fileURLToPath } from 'node:url';
import { compiledModule } from '../../harness/contract/package-root.ts';
import type { Bench } from './bench.ts';
import { below, atMost, formatNumber } from './figure.ts';
import type { RecordCosts, RecordOrder } from './processes/record-process.ts';
import { runCommand } from './run-command.ts';

const wantedNanos = 100;
const wantedBytes = 48;
const limitSeconds = 120;

export const loadRecord: Bench = {
  name: 'load-record',
  question: 'What does it cost to record an invocation?',
  async run({ quick, conditions, scope, say }) {
    const script = fileURLToPath(compiledModule(import.meta.url, './processes/record-process.ts'));
    const order: RecordOrder = quick
      ? { rounds: 3, invocations: 20_000 }
      : { rounds: 15, invocations: 1_000_000 };
    const command = { file: process.execPath, args: [script, JSON.stringify(order)] };
    const { stdout } = await runCommand(conditions.pinning.onClientCore(command), limitSeconds, scope);
    const costs = JSON.parse(stdout) as RecordCosts;
    say(
      `${order.rounds} alternating rounds of ${order.invocations} invocations in batches of ${costs.batchSize}`,
    );
    for (const [name, { nanos, bytes }] of Object.entries(costs.ways)) {
      say(
        `  ${name.padEnd(40)} ${formatNumber(nanos).padStart(7)} ns  ${formatNumber(bytes).padStart(7)} bytes`,
      );
    }
    const { nanos, bytes } = costs.ways['numbers alone'] ?? { nanos: Number.NaN, bytes: Number.NaN };
    const told = costs.ways['with telemetry'];
    return {
      figures: [
        below('nanosPerInvocation', nanos, wantedNanos),
        atMost('bytesPerInvocation', bytes, wantedBytes),
      ],
      fields: {
        nanosPerInvocation: nanos,
        bytesPerInvocation: bytes,
        nanosPerInvocationWithTelemetry: told?.nanos ?? null,
        bytesPerInvocationWithTelemetry: told?.bytes ?? null,
        ways: costs.ways,
      },
      missing: [],
      failed: {},
    };
  },
};
