/** A tool that sends load: our own and those that it is compared with. One file each, the same shape. */
import type { Command } from '../pinning.ts';

export interface Peer {
  readonly name: string;
  /** Undefined where this machine does not have it. */
  find(): FoundPeer | undefined;
}

export interface FoundPeer {
  readonly name: string;
  readonly version: string;
  /** Saturates the target over so many connections; undefined: the tool cannot. */
  readonly closed?: (order: ClosedOrder, folder: string) => Command;
  /** Sends at a fixed rate; undefined: the tool cannot. */
  readonly open?: (order: OpenOrder, folder: string) => Command;
  /** What its standard output says. @throws Error when it does not say it. */
  readonly read: (stdout: string) => Reading;
}

export interface ClosedOrder {
  readonly url: string;
  readonly connections: number;
  readonly seconds: number;
}

export interface OpenOrder {
  readonly url: string;
  readonly ratePerSecond: number;
  readonly seconds: number;
  /** For tools that have to be told; enough for the target, too many cost them memory. */
  readonly connections: number;
}

/** NaN for what the tool does not say. */
export interface Reading {
  readonly requests: number;
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly p999Ms: number;
}

/** What closed-loop requests carry: a function is invoked with an event. */
export const requestBody = '{"name":"faasmark"}';

/** The first group of the pattern as a number; NaN where it does not match. */
export function numberIn(text: string, pattern: RegExp): number {
  return Number(pattern.exec(text)?.[1]?.replaceAll(',', '') ?? Number.NaN);
}

export interface PeerChoice {
  readonly found: readonly FoundPeer[];
  readonly missing: readonly string[];
}

export function findPeers(peers: readonly Peer[]): PeerChoice {
  const looked = peers.map((peer) => ({ name: peer.name, found: peer.find() }));
  return {
    found: looked.flatMap(({ found }) => found ?? []),
    missing: looked.filter(({ found }) => found === undefined).map(({ name }) => name),
  };
}
