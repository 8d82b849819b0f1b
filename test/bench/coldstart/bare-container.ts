/**
 * The bare primitive of the level `container`: `run` of an OCI runtime on a bundle with the platform's own root and
 * configuration, by a shell that waits for its turn. The shell is there because crun refuses hosts with both versions of
 * control groups, unless it does not see the second one.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createControlGroups } from '../../../platform/isolation/container/control-groups.ts';
import { engineNames } from '../../../platform/isolation/container/container-options.ts';
import { toOciConfig } from '../../../platform/isolation/container/oci-config.ts';
import { prepareMachineRoot } from '../../../platform/isolation/container/root-file-system.ts';
import { findOnPath } from '../find-on-path.ts';
import { endGroup, type Scope } from '../scope.ts';
import { isAnswer, toNodeCommand } from './hello.ts';

interface BareRuntime {
  readonly name: string;
  /** Resolves, when the container has ended, to the time until the first byte that it printed. */
  readonly start: () => Promise<number>;
  stop(): Promise<void>;
}

const script = `
umount /sys/fs/cgroup/unified 2>/dev/null
while read -r id; do "$1" --root "$2/state" --log "$2/log" run --bundle "$2" "$id" </dev/null; echo; done
`;

export async function startBareRuntime(scope: Scope): Promise<BareRuntime> {
  const name = engineNames.find((engine) => findOnPath(engine) !== undefined) ?? '';
  const folder = join(scope.folder, 'bundle');
  const codeFolder = join(scope.folder, 'code');
  mkdirSync(codeFolder, { recursive: true });
  toNodeCommand(codeFolder);
  const root = await prepareMachineRoot(join(folder, 'root'), undefined);
  const groups = createControlGroups();
  const config = toOciConfig({
    command: [process.execPath, '/var/task/hello.cjs'],
    environment: {},
    rootFolder: join(folder, 'root'),
    mounts: [...root.mounts, { source: codeFolder, destination: '/var/task' }],
    limits: { memoryMiB: 256, storageMiB: 512 },
    groupPath: groups.create('bare').path,
  });
  const namespaces = [...config.linux.namespaces, { type: 'pid' }, { type: 'network' }];
  writeFileSync(
    join(folder, 'config.json'),
    JSON.stringify({ ...config, linux: { ...config.linux, namespaces } }),
  );
  const child = spawn('unshare', ['--mount', 'sh', '-c', script, 'sh', name, folder], {
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  scope.own(child);
  let count = 0;

  return {
    name,
    async start() {
      const startedAt = performance.now();
      child.stdin.write(`bare-${process.pid}-${++count}\n`);
      const [first] = (await once(child.stdout, 'data')) as [Buffer];
      const tookMs = performance.now() - startedAt;
      let printed = first.toString();
      while (!printed.endsWith('\n')) printed += String((await once(child.stdout, 'data'))[0]);
      if (!isAnswer(printed)) throw new Error(`${name} printed ${printed}; see its log`);
      return tookMs;
    },
    async stop() {
      child.stdin.end();
      if (child.exitCode === null) await once(child, 'exit');
      endGroup(child, 'SIGKILL');
      await groups.close();
    },
  };
}
