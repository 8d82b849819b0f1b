import { writeFile } from 'node:fs/promises';
import type { Argv, CommandModule } from 'yargs';
import { toHttpTarget } from '../../../adapters/http/target.ts';
import { createSchedule } from '../../../workloads/arrivals/create-schedule.ts';
import { describeLoad } from '../../contract/describe-load.ts';
import { FaasmarkError, messageOf } from '../../contract/errors.ts';
import { type Phase, isSteady } from '../../contract/phase.ts';
import { planRun, toPhases } from '../../experiments/plan.ts';
import { type ScriptPart, compileScript } from '../../load/k6/compile-script.ts';
import { toKubernetes } from '../../load/k6/kubernetes.ts';
import { toFunctionSpec } from '../../run/function-spec.ts';
import { toPhaseGroups } from '../../run/phase-group.ts';
import { loadScenario } from '../../scenario/load-scenario.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { catalog } from '../catalog.ts';

interface Arguments {
  readonly format: string;
  readonly scenario: string;
  readonly out: string | undefined;
  readonly kubernetes: boolean;
  readonly parallelism: number;
}

export const exportCommand: CommandModule<object, Arguments> = {
  command: 'export <format> <scenario>',
  describe: 'Export the load of a scenario for another tool',
  builder: (yargs) =>
    (yargs as Argv<Arguments>)
      .positional('format', { describe: 'the other tool', choices: ['k6'] as const, demandOption: true })
      .positional('scenario', { describe: 'YAML file', type: 'string', demandOption: true })
      .option('out', {
        describe: 'file to write; default: standard output',
        type: 'string',
        requiresArg: true,
      })
      .option('kubernetes', {
        describe: 'the script as ConfigMap and TestRun for the k6 operator',
        type: 'boolean',
        default: false,
      })
      .option('parallelism', {
        describe: 'pods that share the load; with --kubernetes',
        type: 'number',
        default: 1,
        requiresArg: true,
      })
      .example('$0 export k6 load.yaml --out load.ts', 'then: k6 run load.ts')
      .example(
        'FAASMARK_URL_API=https://… k6 run load.ts',
        'where the URL of a function is known only after deployment',
      )
      .example(
        '$0 export k6 load.yaml --kubernetes --parallelism 4 | kubectl apply -f -',
        'run it in a cluster',
      ),
  async handler({ scenario: file, out, kubernetes, parallelism }) {
    if (!(Number.isSafeInteger(parallelism) && parallelism >= 1)) {
      throw new FaasmarkError(
        'USAGE',
        `--parallelism: expected a whole number from 1 up, got ${parallelism}`,
      );
    }
    const scenario = await loadScenario(file, catalog.names);
    const phases = toPhases(planRun(scenario, Object.keys(scenario.functions), createSchedule));
    const exported = phases.filter((phase) => phase.role === 'measure' && isSteady(phase));
    if (exported.length === 0) {
      throw new FaasmarkError('USAGE', `${file} has no load over time that could be exported`, {
        hint: 'Add an experiment of kind load; k6 cannot discard instances, so cold starts are not exported.',
      });
    }
    const parts = await toParts(exported, scenario);
    const script = compileScript(parts, { run: scenario.name });
    const variables = [...new Set(parts.flatMap(({ urlVariable }) => urlVariable ?? []))];
    const name = `faasmark-${scenario.name}`.toLowerCase().replaceAll('_', '-').replace(/-+$/, '');
    await write(kubernetes ? toKubernetes(script, { name, parallelism, variables }) : script, out);
    note(toLeftOut(phases, exported));
    if (variables.length > 0 && !kubernetes) {
      note(
        `Set before k6 runs, to the URL at which the function answers without a signature: ${variables.join(', ')}`,
      );
    }
  },
};

/** Groups one after the other, as a run plays them; the next begins when the last answer of the one before is due. */
async function toParts(phases: readonly Phase[], scenario: Scenario): Promise<ScriptPart[]> {
  const variables = toUrlVariables(Object.keys(scenario.functions));
  const parts: ScriptPart[] = [];
  let startMs = 0;
  for (const group of toPhaseGroups(phases)) {
    let lastsMs = 0;
    for (const phase of group) {
      const part = await toPart(phase, scenario, variables);
      parts.push({ ...part, startMs });
      lastsMs = Math.max(lastsMs, phase.planned.durationMs + part.target.timeoutMs);
    }
    startMs += lastsMs;
  }
  return parts;
}

async function toPart(
  { id, function: name, load, seed }: Phase,
  scenario: Scenario,
  variables: ReadonlyMap<string, string>,
): Promise<ScriptPart> {
  const config = scenario.functions[name];
  if (config === undefined) throw new FaasmarkError('SCENARIO_INVALID', `there is no function ${name}`);
  const spec = await toFunctionSpec(name, config, catalog);
  const urlVariable = spec.code.kind === 'deployed' ? undefined : variables.get(name);
  // Where only the deployment will tell, the script does not use this one.
  const url = spec.code.kind === 'deployed' ? spec.code.url : 'http://127.0.0.1';
  return {
    phase: id,
    function: name,
    target: toHttpTarget(spec, url),
    load: load.model === 'open' ? { model: 'open', schedule: createSchedule(load.arrivals, seed) } : load,
    description: describeLoad(load),
    ...(urlVariable === undefined ? {} : { urlVariable }),
  };
}

/** `FAASMARK_URL_API` for the function `api`; a number keeps apart what capitals make alike. */
function toUrlVariables(functions: readonly string[]): ReadonlyMap<string, string> {
  const variables = functions.map((name) => `FAASMARK_URL_${name.toUpperCase().replaceAll('-', '_')}`);
  return new Map(
    functions.map((name, at) => {
      const variable = variables[at] ?? '';
      return [name, variables.indexOf(variable) === at ? variable : `${variable}_${at}`];
    }),
  );
}

function toLeftOut(phases: readonly Phase[], exported: readonly Phase[]): string {
  const experiments = new Set(exported.map((phase) => phase.experiment));
  const leftOut = new Set(
    phases
      .filter(({ experiment, role }) => role === 'measure' && !experiments.has(experiment))
      .map(({ experiment }) => experiment),
  );
  return leftOut.size === 0
    ? ''
    : `Left out, because k6 cannot discard instances: ${[...leftOut].join(', ')}`;
}

/** Beside the script, which may go to a pipe. */
function note(text: string): void {
  if (text !== '') process.stderr.write(`${text}\n`);
}

async function write(text: string, out: string | undefined): Promise<void> {
  if (out === undefined) {
    process.stdout.write(text);
    return;
  }
  try {
    await writeFile(out, text);
  } catch (error) {
    throw new FaasmarkError('DIRECTORY_UNWRITABLE', `cannot write ${out}: ${messageOf(error)}`, {
      cause: error,
    });
  }
}
