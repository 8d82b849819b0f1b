/** Whose a container is, as a label: what a killed platform left running is found, and removed, by it. */
import { isOwnerAlive, type ProcessOwner, thisProcess } from '../../../storage/process-owner.ts';
import { type DockerClient, readField } from './docker-client.ts';

const ownerLabel = 'faasmark.owner';

export const ownerLabels: Readonly<Record<string, string>> = { [ownerLabel]: JSON.stringify(thisProcess) };

/** Removes the containers of platforms that are dead. */
export async function removeStaleContainers(docker: DockerClient): Promise<void> {
  const filters = encodeURIComponent(JSON.stringify({ label: [ownerLabel] }));
  const found = (await docker.ask('GET', `/containers/json?all=1&filters=${filters}`)) as readonly unknown[];
  const stale = found.filter((container) => !isOwned(readField(readField(container, 'Labels'), ownerLabel)));
  await Promise.all(
    stale.map((container) =>
      docker.ask('DELETE', `/containers/${String(readField(container, 'Id'))}?force=1&v=1`),
    ),
  );
}

function isOwned(label: unknown): boolean {
  try {
    return isOwnerAlive(JSON.parse(String(label)) as ProcessOwner);
  } catch {
    return false;
  }
}
