import { describe, expect, it } from '@jest/globals';
import { fitArima, forecastArima } from '../../../../../platform/policies/keep-alive/index.ts';
import { luteinizingHormone, nileFlow } from '../../../../support/classic-series.ts';

/** Standard normal numbers, the same in every run (Park and Miller, Box and Muller). */
function createShocks(): () => number {
  let seed = 1;
  const draw = (): number => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
  return () => Math.sqrt(-2 * Math.log(draw())) * Math.cos(2 * Math.PI * draw());
}

/** x = phi x' + e + theta e', around a level. */
function simulate(phi: number, theta: number, length = 2000): number[] {
  const shock = createShocks();
  let [value, last] = [0, 0];
  return Array.from({ length }, () => {
    const now = shock();
    value = phi * value + now + theta * last;
    last = now;
    return 100 + value;
  });
}

describe('a time series model', () => {
  it.each([
    [0.3, 0, 1, 0],
    [0.7, 0, 1, 0],
    [-0.5, 0, 1, 0],
    [0, 0.6, 0, 1],
    [0, -0.4, 0, 1],
  ])('finds the coefficients %d and %d that made a series', (phi, theta, p, q) => {
    const model = fitArima(simulate(phi, theta));
    expect(model.order).toEqual({ p, d: 0, q });
    expect(model.mean).toBeCloseTo(100, 0);
    expect(Math.abs((model.ar[0] ?? 0) - phi)).toBeLessThan(0.05);
    expect(Math.abs((model.ma[0] ?? 0) - theta)).toBeLessThan(0.05);
  });

  it('takes differences of a random walk, and forecasts its last value', () => {
    const shock = createShocks();
    let value = 0;
    const walk = Array.from({ length: 500 }, () => (value += shock()));
    const { model, value: next } = forecastArima(walk);
    expect(model.order).toEqual({ p: 0, d: 1, q: 0 });
    expect(next).toBe(walk.at(-1));
  });

  // arima(lh, order = c(1, 0, 0)) of R: ar1 0.574, standard error 0.116, by maximum likelihood.
  it('agrees with R on the hormone series', () => {
    const { order, ar } = fitArima(luteinizingHormone);
    expect(order).toEqual({ p: 1, d: 0, q: 0 });
    expect(Math.abs((ar[0] ?? 0) - 0.574)).toBeLessThan(0.03);
  });

  // auto.arima(Nile) of R's forecast package: ARIMA(1,1,1), ar1 0.2544, ma1 -0.8741.
  it('agrees with R on the flow of the Nile, order and coefficients', () => {
    const { order, ar, ma } = fitArima(nileFlow);
    expect(order).toEqual({ p: 1, d: 1, q: 1 });
    expect(ar[0]).toBeCloseTo(0.2544, 1);
    expect(ma[0]).toBeCloseTo(-0.8741, 1);
  });

  it.each([
    ['0 of nothing', [], 0, 'fewSamples'],
    ['the value of a single one', [5], 5, 'fewSamples'],
    ['the mean of a few', [1, 2, 6], 3, 'fewSamples'],
    ['the level of a constant series', Array.from({ length: 20 }, () => 7), 7, 'fitted'],
    ['the next step of a straight line', Array.from({ length: 20 }, (_, at) => 3 * at + 5), 65, 'fitted'],
  ])('forecasts %s', (_, series, value, reason) => {
    const forecast = forecastArima(series);
    expect(forecast.value).toBeCloseTo(value, 9);
    expect(forecast.reason).toBe(reason);
  });
});
