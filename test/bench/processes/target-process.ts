/**
 * A target: stamps the arrival of every request with the monotonic clock before anything else, and answers as it was
 * ordered. It reads no more of a request than it needs to know that one came: every client here sends a small request in
 * one packet and waits for the answer.
 */
import { type AddressInfo, type Socket, createServer } from 'node:net';
import type { FromTarget, TargetOrder, ToTarget } from './target-order.ts';

const order = JSON.parse(process.argv[2] ?? '') as TargetOrder;
const body = '{"ok":true}';
const answer = Buffer.from(
  `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
);
/** `GET` and `POST`; anything else is the rest of a request that has been counted. */
const firstBytes = new Set([0x47, 0x50]);

let arrivals = new Float64Array(1 << 16);
let arrived = 0;
let taken = 0;

function stamp(): number {
  const now = Number(process.hrtime.bigint());
  if (arrived === arrivals.length) {
    const wider = new Float64Array(2 * arrivals.length);
    wider.set(arrivals);
    arrivals = wider;
  }
  arrivals[arrived++] = now;
  return now;
}

const respond = createResponder(order);
const server = createServer({ noDelay: true }, (socket) => {
  socket.on('error', () => socket.destroy());
  socket.on('data', (bytes) => {
    if (firstBytes.has(bytes[0] ?? 0)) respond(socket, stamp());
  });
});
server.listen({ host: '127.0.0.1', port: 0, backlog: 4096 }, () => {
  tell({ kind: 'listening', port: (server.address() as AddressInfo).port });
});
process.on('message', (asked: ToTarget) => {
  if (asked === 'count') return tell({ kind: 'count', count: taken + arrived });
  tell({ kind: 'arrivals', arrivals: arrivals.slice(0, arrived) });
  taken += arrived;
  arrived = 0;
});
process.on('disconnect', () => process.exit());

function tell(message: FromTarget): void {
  process.send?.(message);
}

function createResponder(ordered: TargetOrder): (socket: Socket, now: number) => void {
  switch (ordered.behaviour) {
    case 'answer':
      return (socket) => socket.write(answer);
    case 'stall':
      return stall(ordered.everyMs * 1e6, ordered.stallMs * 1e6);
    case 'hold':
      return hold(ordered.holdMs * 1e6);
  }
}

/** By the clock alone, so that whoever knows the clock knows when it stalls. */
function stall(every: number, length: number): (socket: Socket, now: number) => void {
  let held: Socket[] = [];
  const release = (): void => {
    for (const socket of held) socket.write(answer);
    held = [];
  };
  return (socket, now) => {
    const into = now % every;
    if (into < every - length) return void socket.write(answer);
    if (held.length === 0) setTimeout(release, (every - into) / 1e6);
    held.push(socket);
  };
}

function hold(length: number): (socket: Socket, now: number) => void {
  const held: { readonly socket: Socket; readonly until: number }[] = [];
  let next = 0;
  setInterval(() => {
    const now = Number(process.hrtime.bigint());
    while (next < held.length && (held[next]?.until ?? 0) <= now) held[next++]?.socket.write(answer);
    if (next === held.length) held.length = next = 0;
  }, 2);
  return (socket, now) => held.push({ socket, until: now + length });
}
