/**
 * A consistent hash ring: which server a script belongs to, so that its few invocations meet on one, and so that a server
 * that comes or goes moves only its share.
 */

/** Immutable. */
export interface HashRing {
  readonly servers: number;
  /** Places on the ring, rising, and the server at each. */
  readonly points: readonly { readonly place: number; readonly server: number }[];
}

const defaultPointsPerServer = 160;

/**
 * @param servers - a name for each; where they stand on the ring depends on the names alone, not on their order.
 * @param pointsPerServer - more spread the scripts more evenly.
 */
export function createHashRing(
  servers: readonly string[],
  pointsPerServer: number = defaultPointsPerServer,
): HashRing {
  const points = servers.flatMap((name, server) =>
    Array.from({ length: pointsPerServer }, (_, point) => ({ place: hashText(`${name}#${point}`), server })),
  );
  // Two points at one place stand in the order of their servers' names, not of the list.
  const compareNames = (a: number, b: number): number => ((servers[a] ?? '') < (servers[b] ?? '') ? -1 : 1);
  points.sort((a, b) => a.place - b.place || compareNames(a.server, b.server));
  return { servers: servers.length, points };
}

/** @returns the index of the server that a key belongs to; undefined when there is none. */
export function findOwner(ring: HashRing, key: string): number | undefined {
  return ring.points[findPoint(ring, key)]?.server;
}

/** @returns the servers as they follow on the ring from a key's place on, its owner first. */
export function findOwnersInOrder(ring: HashRing, key: string): number[] {
  const start = findPoint(ring, key);
  const { length } = ring.points;
  const servers = new Set<number>();
  for (let step = 0; step < length && servers.size < ring.servers; step++) {
    const server = ring.points[(start + step) % length]?.server;
    if (server !== undefined) servers.add(server);
  }
  return [...servers];
}

export interface BoundedChoice {
  readonly server: number;
  readonly reason: 'owner' | 'ownerIsFull';
}

/**
 * Consistent hashing with bounded loads (Mirrokni, Thorup and Zadimoghaddam, 2018): the next server on the ring whose
 * load stays within `loadFactor` times the mean.
 *
 * @param loads - of each server, without the new one.
 * @param loadFactor - more than 1.
 */
export function findOwnerWithinBound(
  ring: HashRing,
  key: string,
  loads: readonly number[],
  loadFactor: number,
): BoundedChoice | undefined {
  const total = loads.reduce((sum, load) => sum + load, 1);
  const most = Math.ceil((loadFactor * total) / ring.servers);
  const start = findPoint(ring, key);
  const owner = ring.points[start]?.server;
  for (let step = 0; step < ring.points.length; step++) {
    const server = ring.points[(start + step) % ring.points.length]?.server;
    if (server !== undefined && (loads[server] ?? 0) < most) {
      return { server, reason: server === owner ? 'owner' : 'ownerIsFull' };
    }
  }
  return undefined;
}

/** The first point at or after the key's place; around the ring, the first of all. */
function findPoint({ points }: HashRing, key: string): number {
  const place = hashText(key);
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((points[middle]?.place ?? 0) < place) low = middle + 1;
    else high = middle;
  }
  return low === points.length ? 0 : low;
}

/** FNV-1a over UTF-16, stirred as MurmurHash3 ends, since like names must lie far apart. @returns 32 bits. */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
