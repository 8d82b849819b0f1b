/** The rate of the time stamp counter, which an emulated processor takes from the real one. */
import { readFileSync } from 'node:fs';

/**
 * In kHz, from the BogoMIPS of the first processor: Linux makes them twice the counter's rate in MHz, to a hundredth.
 *
 * @returns undefined where the machine does not say.
 */
export function readTscKhz(cpuinfo: string = readFileSync('/proc/cpuinfo', 'latin1')): number | undefined {
  const bogomips = /^bogomips\s*: ([\d.]+)$/m.exec(cpuinfo)?.[1];
  return bogomips === undefined ? undefined : Math.round((Number(bogomips) / 2) * 1000);
}
