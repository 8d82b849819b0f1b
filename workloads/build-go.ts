/**
 * Compiles a function that is written in Go on the user's machine: what runs on a foreign platform is made from the
 * source that one can read. What Go compiled once it finds again in its own cache.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { FaasmarkError, errorCodeOf, messageOf } from '../harness/contract/errors.ts';
import { packageRoot } from '../harness/contract/package-root.ts';

export type Architecture = 'x86_64' | 'arm64';

const goNames: Readonly<Record<Architecture, string>> = { x86_64: 'amd64', arm64: 'arm64' };
/** The first time Go compiles what it needs of its own library. */
const longestBuildMs = 300_000;

/**
 * @returns the executable.
 * @throws FaasmarkError `RUNTIME_MISSING` where there is no Go, or none that can compile it.
 */
export async function buildGo(name: string, architecture: Architecture): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'faasmark-go-'));
  const program = join(folder, 'bootstrap');
  try {
    await promisify(execFile)(
      'go',
      ['build', '-trimpath', '-buildvcs=false', '-ldflags=-s -w', '-o', program, `./functions/${name}/go`],
      {
        cwd: join(packageRoot, 'workloads'),
        timeout: longestBuildMs,
        env: {
          ...process.env,
          GOOS: 'linux',
          GOARCH: goNames[architecture],
          // Without C the executable runs in any Linux.
          CGO_ENABLED: '0',
          // Nothing is fetched for it: no other Go, no module.
          GOTOOLCHAIN: 'local',
          GOFLAGS: '-mod=mod',
          GOPROXY: 'off',
        },
      },
    );
    return await readFile(program);
  } catch (error) {
    throw toMissing(name, error);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function toMissing(name: string, error: unknown): FaasmarkError {
  const isAbsent = errorCodeOf(error) === 'ENOENT';
  const said = (error as { stderr?: string }).stderr?.trim().split('\n').at(-1) ?? messageOf(error);
  return new FaasmarkError(
    'RUNTIME_MISSING',
    isAbsent
      ? `the function ${name} in Go is compiled on this machine, and there is no go on the PATH`
      : `go could not compile the function ${name}: ${said}`,
    {
      hint: 'Install Go 1.23 or later (go.dev/dl), or give the function "optional: true" to leave it out.',
      cause: error,
    },
  );
}
