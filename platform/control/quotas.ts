/** What AWS Lambda allows (docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html, November 2026). */

export const quotas = {
  /** Payload of a synchronous invocation, and its response. */
  syncPayloadBytes: 6_291_456,
  asyncPayloadBytes: 1_048_576,
  zipBytes: 52_428_800,
  unzippedBytes: 262_144_000,
  /** Of all zip archives together. */
  codeStorageBytes: 80_530_636_800,
  memoryMiB: { least: 128, most: 10_240 },
  timeoutSeconds: { least: 1, most: 900 },
  ephemeralStorageMiB: { least: 512, most: 10_240 },
  /** Of an asynchronous event, after function errors. */
  eventRetries: { least: 0, most: 2 },
  eventAgeSeconds: { least: 60, most: 21_600 },
  /** Of one function (docs.aws.amazon.com/lambda/latest/dg/configuration-tags.html). */
  tags: 50,
  tagKeyLength: 128,
  tagValueLength: 256,
  /** Of all variables together, names and values. */
  environmentBytes: 4096,
  /** Ours, not Lambda's, which has no such limit. */
  functions: 10_000,
  /** Ours, of the whole platform: each is held in memory, and each timer and mapping has something that waits. */
  queues: 1000,
  timers: 1000,
  eventSources: 1000,
  /** Ours, of one queue, as many as SQS has in flight. */
  queuedMessages: 120_000,
  /** Ours, not Lambda's: files of one archive. */
  archiveEntries: 100_000,
} as const;
