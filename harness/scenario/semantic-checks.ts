/**
 * What the shape of a scenario alone cannot say: names that must exist, fields that exclude each other. Works on the
 * raw value and skips what has the wrong shape, so that these problems are reported together with those of the shape.
 */

export interface Problem {
  /** Keys from the root of the document to the value. */
  readonly path: readonly (string | number)[];
  readonly message: string;
}

export type Raw = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Raw =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const quote = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');

export function findSemanticProblems(raw: unknown): Problem[] {
  if (!isObject(raw)) return [];
  const functions = isObject(raw['functions']) ? raw['functions'] : {};
  const experiments = Array.isArray(raw['experiments']) ? raw['experiments'] : [];
  const provider = isObject(raw['provider']) ? raw['provider'] : { id: 'reference' };
  return [
    ...checkProvider(provider),
    ...checkFaults(provider, Object.keys(functions)),
    ...experiments.flatMap((entry, at) =>
      isObject(entry) ? checkExperiment(entry, at, Object.keys(functions)) : [],
    ),
    ...checkExperimentNames(experiments),
  ];
}

function checkProvider(provider: Raw): Problem[] {
  const isAws = provider['id'] === 'aws-lambda' && provider['endpoint'] === undefined;
  if (!isAws || provider['role'] !== undefined) return [];
  return [
    {
      path: ['provider'],
      message: 'AWS Lambda needs a "role": the ARN of the execution role of the functions',
    },
  ];
}

/** Faults of a function that is not there would never be met. */
function checkFaults({ faults }: Raw, functions: readonly string[]): Problem[] {
  const declared = isObject(faults) && isObject(faults['functions']) ? Object.keys(faults['functions']) : [];
  return declared
    .filter((name) => !functions.includes(name))
    .map((name) => ({
      path: ['provider', 'faults', 'functions', name],
      message: `no function "${name}"; there is ${quote(functions)}`,
    }));
}

function checkExperiment(entry: Raw, at: number, known: readonly string[]): Problem[] {
  const wanted: { name: unknown; path: (string | number)[] }[] = [];
  for (const key of ['function', 'neighbour', 'step', 'chain', 'fanOut']) {
    if (key in entry) wanted.push({ name: entry[key], path: ['experiments', at, key] });
  }
  for (const key of ['functions', 'neighbours']) {
    const names = entry[key];
    if (!Array.isArray(names)) continue;
    names.forEach((name: unknown, position) =>
      wanted.push({ name, path: ['experiments', at, key, position] }),
    );
  }
  if (isObject(entry['functions'])) {
    for (const name of Object.keys(entry['functions'])) {
      wanted.push({ name, path: ['experiments', at, 'functions', name] });
    }
  }
  return wanted
    .filter(({ name }) => typeof name === 'string' && !known.includes(name))
    .map(({ name, path }) => ({
      path,
      message: `no function "${String(name)}" in this scenario; there is ${quote(known) || 'none'}`,
    }));
}

/** Two experiments of one name would write into the same phases. */
function checkExperimentNames(experiments: readonly unknown[]): Problem[] {
  const names = experiments.map((entry) => (isObject(entry) ? (entry['name'] ?? entry['kind']) : undefined));
  return names.flatMap((name, at) =>
    typeof name === 'string' && names.indexOf(name) < at
      ? [
          {
            path: ['experiments', at],
            message: `a second experiment named "${name}"; give it another "name"`,
          },
        ]
      : [],
  );
}
