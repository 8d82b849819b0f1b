/** Where the Docker engine of this machine listens, as its own client finds it. */
const standardSocket = '/var/run/docker.sock';
const prefix = 'unix://';

/** @returns the path of a socket; undefined when `DOCKER_HOST` names something else. */
export function findDockerSocket(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const named = environment['DOCKER_HOST'];
  if (named === undefined || named === '') return standardSocket;
  return named.startsWith(prefix) ? named.slice(prefix.length) : undefined;
}
