/**
 * A function beside machines that run all month. The machine's price is paid whether it works or not; from the
 * break-even rate on, the function costs more. Whether the machine could carry that rate is asked as well.
 */
import type { AlwaysOnComparison, BreakEvenPoint } from '../../contract/summary.ts';
import type { Machine } from './machines.ts';
import { hoursPerMonth, secondsPerMonth } from './month.ts';

export interface SteadyLoad {
  readonly function: string;
  readonly ratePerSecond: number;
  /** What one more invocation costs. */
  readonly usdPerInvocation: number;
  /** What is paid a month without any. */
  readonly fixedUsdPerMonth: number;
  /** Time that an invocation keeps a core busy; a bound from above where it is the time in the handler. */
  readonly busySeconds: number;
}

/** Rates of the curve, as multiples of the load's own. */
const multiples = [0.01, 0.1, 0.3, 1, 3, 10, 100];

/** @returns undefined where no rate makes a difference: the function's cost does not depend on it. */
export function compareAlwaysOn(load: SteadyLoad, machine: Machine): AlwaysOnComparison | undefined {
  const usdPerRate = load.usdPerInvocation * secondsPerMonth;
  if (usdPerRate <= 0) return undefined;
  const usdPerMonth = machine.usdPerHour * hoursPerMonth;
  const breakEven = Math.max(0, usdPerMonth - load.fixedUsdPerMonth) / usdPerRate;
  const toPoint = (ratePerSecond: number): BreakEvenPoint => {
    const machines = toMachines(ratePerSecond, load, machine);
    return {
      ratePerSecond,
      functionUsdPerMonth: load.fixedUsdPerMonth + ratePerSecond * usdPerRate,
      machines,
      machinesUsdPerMonth: machines * usdPerMonth,
    };
  };
  const own = toPoint(load.ratePerSecond);
  const coreShare = toCoreShare(load.ratePerSecond, load, machine);
  return {
    machine: machine.name,
    kind: machine.kind,
    usdPerMonth,
    function: load.function,
    functionUsdPerMonth: own.functionUsdPerMonth,
    ratePerSecond: load.ratePerSecond,
    breakEvenRatePerSecond: breakEven,
    coreShareAtBreakEven: toCoreShare(breakEven, load, machine),
    coreShare,
    machines: own.machines,
    idleUsdPerMonth: own.machinesUsdPerMonth * (1 - coreShare / own.machines),
    fixedUsdPerMonth: load.fixedUsdPerMonth,
    curve: toRates(load.ratePerSecond, breakEven).map(toPoint),
  };
}

function toRates(own: number, breakEven: number): number[] {
  const rates = new Set([...multiples.map((times) => own * times), breakEven]);
  return [...rates].toSorted((a, b) => a - b);
}

function toCoreShare(ratePerSecond: number, { busySeconds }: SteadyLoad, { cores }: Machine): number {
  return (ratePerSecond * busySeconds) / cores;
}

/** One at least: a machine that is always on is there without load, too. */
function toMachines(ratePerSecond: number, load: SteadyLoad, machine: Machine): number {
  return Math.max(1, Math.ceil(toCoreShare(ratePerSecond, load, machine)));
}
