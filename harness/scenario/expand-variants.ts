/** Makes functions of the variants that experiments ask for: whatever comes after knows only functions. */
import type { ExperimentConfig, FunctionConfig, FunctionSource, Scenario, Variants } from './scenario.ts';

/** One combination of what is varied. */
type Variant = { readonly [Axis in keyof Variants]?: NonNullable<Variants[Axis]>[number] };

export function expandVariants(scenario: Scenario): Scenario {
  const added: Record<string, FunctionConfig> = {};
  const add = (name: string, variant: Variant): string[] => {
    const base = scenario.functions[name];
    // A name that is not there is a problem of its own.
    if (base === undefined) return [];
    const varied = toVariantName(name, variant);
    added[varied] = vary(base, variant);
    return [varied];
  };
  const experiments = scenario.experiments.map((experiment): ExperimentConfig => {
    if (experiment.kind === 'spectrum') {
      for (const { level } of experiment.levels) add(experiment.function, { isolation: level });
    }
    if (experiment.kind !== 'cold-start' || experiment.variants === undefined) return experiment;
    const combinations = combine(experiment.variants);
    const functions = experiment.functions.flatMap((name) =>
      combinations.flatMap((variant) => add(name, variant)),
    );
    return { ...experiment, functions };
  });
  return { ...scenario, functions: { ...scenario.functions, ...added }, experiments };
}

/** `hello` in Python with 512 MiB and 10 MiB of filler, in a container: `hello-python-512-f10-container`. */
export function toVariantName(name: string, { runtime, memoryMiB, fillerMiB, isolation }: Variant): string {
  const filler = fillerMiB === undefined ? undefined : `f${String(fillerMiB).replace('.', '_')}`;
  return [name, runtime, memoryMiB, filler, isolation].filter((part) => part !== undefined).join('-');
}

/** Every combination, the last axis changing first. */
function combine(variants: Variants): Variant[] {
  const { runtime, memoryMiB, fillerMiB, isolation } = variants;
  let all: Variant[] = [{}];
  const cross = <Axis extends keyof Variant>(
    axis: Axis,
    values: readonly Variant[Axis][] | undefined,
  ): void => {
    if (values === undefined) return;
    all = all.flatMap((variant) => values.map((value) => ({ ...variant, [axis]: value })));
  };
  cross('runtime', runtime);
  cross('memoryMiB', memoryMiB);
  cross('fillerMiB', fillerMiB);
  cross('isolation', isolation);
  return all;
}

/** What this machine cannot run is left out instead of ending the run: that is what is compared. */
function vary(base: FunctionConfig, { runtime, memoryMiB, fillerMiB, isolation }: Variant): FunctionConfig {
  return {
    ...base,
    source: runtime === undefined ? base.source : inLanguage(base.source, runtime),
    memoryMiB: memoryMiB ?? base.memoryMiB,
    ...(fillerMiB === undefined ? {} : { fillerMiB: fillerMiB === 0 ? undefined : fillerMiB }),
    ...(isolation === undefined ? {} : { isolation }),
    optional: true,
  };
}

/** Only a function of the catalogue is there in several; that another has none is a problem of its own. */
function inLanguage(source: FunctionSource, runtime: NonNullable<Variant['runtime']>): FunctionSource {
  return source.kind === 'catalog' ? { ...source, runtime } : source;
}
