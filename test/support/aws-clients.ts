/** boto3 and the AWS command line, as `prepare.sh` has fetched them. */
import { execFile } from 'node:child_process';
import { findPython, preparedFolder, pythonIsMissing, whyUnprepared } from './runtime-clients.ts';

const folder = preparedFolder('aws-clients');

/** Undefined where they are; else the sentence to skip with. */
export const awsClientsAreMissing: string | undefined =
  pythonIsMissing ?? whyUnprepared(folder, 'boto3 with the AWS command line');

/** How Python is started for either: all that they are told, and nothing of whoever runs the tests. */
export function toPythonCall(endpoint: string): { program: string; env: NodeJS.ProcessEnv } {
  return {
    program: findPython() ?? 'python3',
    env: {
      PATH: process.env['PATH'],
      PYTHONPATH: folder,
      AWS_ENDPOINT_URL: endpoint,
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'any',
      AWS_SECRET_ACCESS_KEY: 'any',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    },
  };
}

export interface CommandEnd {
  readonly exitCode: number;
  /** What it printed: JSON, or nothing. */
  readonly output: unknown;
  readonly errors: string;
}

/** `aws ARGUMENTS`, in the folder where it finds its files. */
export async function runAws(endpoint: string, cwd: string, args: readonly string[]): Promise<CommandEnd> {
  const { program, env } = toPythonCall(endpoint);
  return await new Promise((resolve) => {
    execFile(
      program,
      ['-m', 'awscli', '--output', 'json', ...args],
      { cwd, env },
      (error, stdout, stderr) => {
        resolve({
          exitCode: error === null ? 0 : Number(error.code),
          output: stdout.trim() === '' ? undefined : (JSON.parse(stdout) as unknown),
          errors: stderr.trim(),
        });
      },
    );
  });
}
