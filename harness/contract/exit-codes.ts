/** Exit codes of the command. 99, 104 and 105 mean what they mean in k6. */
export const exitCodes = {
  /** Everything that was asked for was done. */
  ok: 0,
  /** A defect of faasmark itself. */
  internal: 1,
  /** A threshold of the scenario failed, at the end or, where it says `abortOnFail`, before. */
  thresholdsFailed: 99,
  /** The run was started and could not be completed: a function does not work, the platform went away. */
  runFailed: 103,
  /** The scenario, a flag or an argument is wrong. Nothing was started. */
  badConfig: 104,
  /** Ended by Ctrl-C or SIGTERM; what was measured until then is kept. */
  aborted: 105,
  /** Something outside is missing or unreachable: a port, the disk, a server, a runtime. */
  environment: 106,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
