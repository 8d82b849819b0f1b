/**
 * What is published of the functions of a public cloud: Shahrad et al., "Serverless in the Wild", USENIX ATC 2020, on Azure
 * Functions in July 2019. Points of its distributions, read off its figures (within 0.02): value, share of those up to it.
 */

export type Points = readonly (readonly [value: number, share: number])[];

/** Invocations a day of a function; of an application. */
export const invocationsOfFunctions: Points = [
  [1, 0.34],
  [10, 0.55],
  [24, 0.64],
  [288, 0.81],
  [1440, 0.92],
  [1e4, 0.97],
];
export const invocationsOfApps: Points = [
  [1, 0.21],
  [10, 0.37],
  [24, 0.45],
  [96, 0.53],
  [288, 0.65],
  [1440, 0.82],
  [1e4, 0.93],
  [1e5, 0.98],
];

/** The share of all invocations that so large a share of the functions has, or of the applications, the most popular first. */
export const popularityOfFunctions: Points = [
  [1e-4, 0.31],
  [1e-3, 0.665],
  [0.01, 0.92],
  [0.1, 0.99],
];
export const popularityOfApps: Points = [
  [1e-3, 0.53],
  [0.01, 0.87],
  [0.1, 0.99],
];

/** Functions of an application; and the share of the invocations that applications up to that size have. */
export const functionsOfApps: Points = [
  [1, 0.54],
  [2, 0.71],
  [3, 0.8],
  [5, 0.88],
  [10, 0.95],
];
export const invocationsBySize: Points = [
  [1, 0.25],
  [2, 0.45],
  [3, 0.59],
  [5, 0.7],
  [10, 0.93],
];

/** Seconds of the invocations of a function: shortest, mean, longest. */
export const shortestSeconds: Points = [
  [0.05, 0.31],
  [0.1, 0.39],
  [1, 0.7],
  [10, 0.89],
  [60, 0.97],
];
export const meanSeconds: Points = [
  [0.1, 0.14],
  [0.5, 0.38],
  [1, 0.51],
  [3, 0.7],
  [10, 0.84],
  [30, 0.91],
  [60, 0.95],
];
export const longestSeconds: Points = [
  [0.1, 0.06],
  [1, 0.26],
  [3, 0.46],
  [10, 0.66],
  [60, 0.89],
  [300, 0.97],
];

/** MiB of an application: percentile 1, mean, most. */
export const leastMiB: Points = [
  [100, 0.26],
  [120, 0.56],
  [150, 0.71],
  [200, 0.93],
];
export const meanMiB: Points = [
  [100, 0.07],
  [120, 0.28],
  [150, 0.55],
  [170, 0.61],
  [200, 0.82],
  [250, 0.94],
  [400, 0.97],
];
export const mostMiB: Points = [
  [100, 0.06],
  [120, 0.19],
  [150, 0.42],
  [170, 0.51],
  [200, 0.58],
  [250, 0.76],
  [300, 0.85],
  [400, 0.93],
];

/**
 * Coefficient of variation of the gaps between the invocations of an application. Those of applications with timers and
 * others follow from what is published of all of them; they only add up where the rarely invoked ones are left out.
 */
export const variation: Readonly<Record<'all' | 'onlyTimers' | 'someTimers' | 'noTimers', Points>> = {
  all: [
    [0.05, 0.26],
    [0.5, 0.46],
    [1, 0.57],
    [2, 0.72],
    [4, 0.85],
    [10, 0.95],
  ],
  onlyTimers: [
    [0.05, 0.6],
    [1, 0.93],
  ],
  someTimers: [
    [0.05, 0.18],
    [0.5, 0.48],
    [1, 0.62],
    [2, 0.79],
    [4, 0.87],
    [10, 0.97],
  ],
  noTimers: [
    [0.05, 0.13],
    [0.5, 0.24],
    [1, 0.35],
    [2, 0.55],
    [4, 0.77],
    [10, 0.91],
  ],
};

export const triggers = ['http', 'queue', 'event', 'orchestration', 'timer', 'storage', 'others'] as const;
export type Trigger = (typeof triggers)[number];

/** Share of the functions, and of the invocations. */
export const functionsByTrigger: Readonly<Record<Trigger, number>> = {
  http: 0.55,
  queue: 0.152,
  event: 0.022,
  orchestration: 0.069,
  timer: 0.156,
  storage: 0.028,
  others: 0.022,
};
export const invocationsByTrigger: Readonly<Record<Trigger, number>> = {
  http: 0.359,
  queue: 0.335,
  event: 0.247,
  orchestration: 0.023,
  timer: 0.02,
  storage: 0.007,
  others: 0.01,
};

/** Which triggers the functions of an application have; what is left of 1 has others, three of them on average. */
export const combinations: readonly (readonly [share: number, triggers: readonly Trigger[]])[] = [
  [0.4327, ['http']],
  [0.1336, ['timer']],
  [0.0947, ['queue']],
  [0.0459, ['http', 'timer']],
  [0.0422, ['http', 'queue']],
  [0.0301, ['event']],
  [0.028, ['storage']],
  [0.0257, ['timer', 'queue']],
  [0.0248, ['http', 'timer', 'queue']],
  [0.0169, ['http', 'others']],
  [0.0105, ['http', 'storage']],
  [0.0103, ['http', 'orchestration']],
  [0.0084, ['http', 'timer', 'others']],
];

/** Applications with at least one function of a trigger. */
export const appsWithTrigger: Readonly<Record<Trigger, number>> = {
  http: 0.6407,
  timer: 0.2915,
  queue: 0.237,
  storage: 0.0683,
  event: 0.0579,
  orchestration: 0.0309,
  others: 0.0628,
};
