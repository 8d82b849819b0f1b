/** Simulates what it is given, in a thread: outside of the test's own context, where the globals are slow to reach. */
import { parentPort, workerData } from 'node:worker_threads';
import { runSimulated, type SimulatedLoad } from './simulated.ts';

parentPort?.postMessage((workerData as readonly SimulatedLoad[]).map(runSimulated));
