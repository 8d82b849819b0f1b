import { describe, expect, it } from '@jest/globals';
import { toDockerConfig } from '../../../../../../platform/isolation/container/docker/docker-config.ts';
import { findDockerSocket } from '../../../../../../platform/isolation/container/docker/find-docker.ts';

const { HostConfig, ...config } = toDockerConfig({
  command: ['/usr/bin/node', '/var/runtime/node-bootstrap.cjs'],
  environment: { OWN: 'a=b' },
  image: 'root:1',
  mounts: [{ source: '/code/f', destination: '/var/task' }],
  limits: { memoryMiB: 1770, storageMiB: 512 },
  labels: { owner: 'me' },
});

describe('what Docker is told of a container', () => {
  it('runs the command as nobody, with its variables alone, and whose it is', () => {
    expect(config).toMatchObject({
      User: '65534:65534',
      WorkingDir: '/var/task',
      Env: ['OWN=a=b'],
      Labels: { owner: 'me' },
    });
  });

  it('gives no capability, no way to get one, no network and nothing to write to but /tmp', () => {
    expect(HostConfig).toMatchObject({
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'],
      NetworkMode: 'none',
      ReadonlyRootfs: true,
      Binds: ['/code/f:/var/task:ro'],
      Tmpfs: { '/tmp': expect.stringContaining('size=512m') },
    });
  });

  it('limits memory without swap, processes and processors by the memory of the function', () => {
    const Memory = 1770 * 2 ** 20;
    expect(HostConfig).toMatchObject({ Memory, MemorySwap: Memory, PidsLimit: 1024, NanoCpus: 2e9 });
  });
});

it.each([
  [{}, '/var/run/docker.sock'],
  [{ DOCKER_HOST: 'unix:///run/user/1000/docker.sock' }, '/run/user/1000/docker.sock'],
  [{ DOCKER_HOST: 'tcp://127.0.0.1:2375' }, undefined],
])('finds the socket of Docker with %j at %s', (environment, socket) => {
  expect(findDockerSocket(environment)).toBe(socket);
});
