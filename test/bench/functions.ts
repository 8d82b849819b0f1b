/** What each function of the catalogue costs in each language on the reference platform: its resource profile. */
import { messageOf } from '../../harness/contract/errors.ts';
import { inputSizes, type Language } from '../../harness/contract/workload.ts';
import { type FunctionDefinition, functionCatalog } from '../../workloads/catalog.ts';
import { startKeyValueServer } from '../../workloads/key-value-server.ts';
import { deployFunction, findFunction } from '../support/catalog-functions.ts';
import { runtimeIsMissing } from '../support/runtime-is-missing.ts';
import type { Bench } from './bench.ts';
import { exactly, formatNumber } from './figure.ts';
import { type Profile, measureProfile } from './functions/measure-profile.ts';
import { startPlatformTarget } from './platform-target.ts';

const columns = ['function', 'language', 'cold init', ...inputSizes, ...inputSizes, 'memory'];

export const functions: Bench = {
  name: 'functions',
  question: 'What does each function of the catalogue cost in each language?',
  async run({ quick, conditions, scope, say }) {
    const store = await startKeyValueServer('127.0.0.1', 0);
    const platform = await startPlatformTarget({}, conditions.pinning, scope);
    const profiles: Record<string, Profile> = {};
    const failed: Record<string, string> = {};
    const missing = new Set<string>();
    say(
      'ms: cold initialisation; handler by input (medians); processor time by input (means). MiB: most memory',
    );
    say(toLine(columns));
    try {
      const echo = await deployFunction(platform.client, findFunction('payload-echo'), 'nodejs', {
        suffix: '-called',
      });
      const context = {
        platform,
        storeUrl: store.url,
        calledUrl: `${platform.endpoint}/function/${echo}`,
        quick,
        signal: scope.signal,
      };
      for (const [definition, language] of listAll(quick ? ['noop'] : [...functionCatalog.keys()])) {
        const why = runtimeIsMissing[language];
        const name = `${definition.name} in ${language}`;
        if (why !== undefined) {
          missing.add(`${language}: ${why}`);
          continue;
        }
        try {
          const profile = await measureProfile(definition, language, context);
          profiles[name] = profile;
          say(toLine([definition.name, language, ...toCells(profile)]));
        } catch (error) {
          scope.signal.throwIfAborted();
          failed[name] = messageOf(error);
        }
      }
      const wrong = Object.values(profiles).reduce((sum, { wrongOutputs }) => sum + wrongOutputs, 0);
      return {
        figures: [exactly('wrongOutputs', wrong, 0)],
        fields: { profiles },
        missing: [...missing],
        failed,
      };
    } finally {
      await Promise.all([platform.stop(), store.close()]);
    }
  },
};

function listAll(names: readonly string[]): [FunctionDefinition, Language][] {
  return names
    .map(findFunction)
    .flatMap((definition) =>
      definition.languages.map((language): [FunctionDefinition, Language] => [definition, language]),
    );
}

function toCells({ initMs, handlerMs, processorMs, memoryMiB }: Profile): string[] {
  const times = [handlerMs, processorMs].flatMap((bySize) => inputSizes.map((size) => bySize[size]));
  return [initMs, ...times, memoryMiB].map((value) => formatNumber(value));
}

function toLine(cells: readonly string[]): string {
  return cells.map((cell, at) => (at < 2 ? cell.padEnd(13) : cell.padStart(10))).join(' ');
}
