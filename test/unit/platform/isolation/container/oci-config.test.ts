import { describe, expect, it } from '@jest/globals';
import { toProcessors } from '../../../../../platform/isolation/container/container-limits.ts';
import { toOciConfig } from '../../../../../platform/isolation/container/oci-config.ts';

const config = toOciConfig({
  command: ['/usr/bin/node', '/var/runtime/node-bootstrap.cjs'],
  environment: { OWN: 'a=b' },
  rootFolder: '/cell/root',
  mounts: [{ source: '/code/f', destination: '/var/task' }],
  limits: { memoryMiB: 128, storageMiB: 512 },
  groupPath: '/faasmark/one/container',
});

describe('the configuration of a container', () => {
  it('runs the command as nobody, in the folder of the function, with its variables alone', () => {
    expect(config.process).toMatchObject({
      user: { uid: 65_534, gid: 65_534 },
      cwd: '/var/task',
      args: ['/usr/bin/node', '/var/runtime/node-bootstrap.cjs'],
      env: ['OWN=a=b'],
    });
  });

  it('gives no capability and no way to get one', () => {
    expect(Object.values(config.process.capabilities).flat()).toEqual([]);
    expect(config.process.noNewPrivileges).toBe(true);
  });

  it('lets nothing be written but /tmp, which has the size of the ephemeral storage', () => {
    expect(config.root).toEqual({ path: '/cell/root', readonly: true });
    const binds = config.mounts.filter(({ type }) => type === 'bind');
    expect(binds.every(({ options }) => options.includes('ro'))).toBe(true);
    expect(config.mounts.find(({ destination }) => destination === '/tmp')?.options).toContain('size=512m');
  });

  it('limits memory, processes and processors by the memory of the function', () => {
    expect(config.linux.resources).toMatchObject({
      memory: { limit: 134_217_728 },
      pids: { limit: 1024 },
      cpu: { quota: 100_000, period: 100_000 },
    });
  });

  it('denies the system calls that make namespaces, also where the flags say so', () => {
    const { syscalls } = config.linux.seccomp;
    expect(syscalls[0]?.names).toEqual(
      expect.arrayContaining(['unshare', 'setns', 'mount', 'ptrace', 'bpf']),
    );
    const flags = syscalls.flatMap(({ names, args }) => (names.includes('clone') ? (args ?? []) : []));
    expect(flags.map(({ value }) => value)).toContain(0x1000_0000);
  });
});

describe('the processors of a function', () => {
  it.each([
    [128, 1],
    [1769, 1],
    [1770, 2],
    [10_240, 6],
  ])('of %i MiB are %i', (memoryMiB, processors) => {
    expect(toProcessors(memoryMiB)).toBe(processors);
  });
});
