/**
 * The result as JUnit XML, for whatever shows test results: a test case a threshold, a finding, and one for the generator.
 * What failed is a failure; what the run cannot say is skipped, which fails nothing, as on the command line.
 */
import type { Finding } from '../contract/finding.ts';
import type { RunSummary } from '../contract/summary.ts';
import type { ThresholdResult } from '../contract/threshold.ts';
import { describeShortage } from './format-finding.ts';
import { formatObserved, formatPlace } from './format-threshold.ts';
import { type Markup, markup } from './markup.ts';

interface TestCase {
  readonly suite: string;
  readonly name: string;
  readonly verdict: 'passed' | 'failed' | 'skipped';
  readonly message: string;
}

/** @see https://github.com/testmoapp/junitxml for the elements that readers agree on. */
export function renderJUnit(summary: RunSummary): string {
  const cases = [
    toRunCase(summary),
    toGeneratorCase(summary),
    ...summary.thresholds.map(toThresholdCase),
    ...summary.findings.map(toFindingCase),
  ];
  const seconds = (summary.durationMs / 1000).toFixed(3);
  const totals = markup`tests="${cases.length}" failures="${count(cases, 'failed')}" errors="0" skipped="${count(cases, 'skipped')}" time="${seconds}"`;
  return markup`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="faasmark" ${totals}>
<testsuite name="${clean(summary.scenario)}" timestamp="${summary.startedAt}" ${totals}>
<properties>
<property name="run" value="${clean(summary.runId)}"/>
<property name="provider" value="${clean(summary.provider.id)}"/>
<property name="seed" value="${summary.seed}"/>
</properties>
${cases.map(renderCase)}</testsuite>
</testsuites>
`.markup;
}

function toRunCase({ outcome, reason }: RunSummary): TestCase {
  const verdict = outcome === 'completed' ? 'passed' : 'failed';
  return { suite: 'run', name: 'the run completes', verdict, message: reason ?? outcome };
}

function toGeneratorCase({ generator }: RunSummary): TestCase {
  const name = 'the generator keeps its schedule';
  if (generator.verdict === 'ok') return { suite: 'run', name, verdict: 'passed', message: '' };
  if (generator.verdict === 'unknown')
    return { suite: 'run', name, verdict: 'skipped', message: 'the engine does not tell how late it was' };
  return { suite: 'run', name, verdict: 'failed', message: generator.reasons.join('; ') };
}

function toThresholdCase(result: ThresholdResult): TestCase {
  const place = formatPlace(result);
  return {
    suite: 'thresholds',
    name: place === '' ? result.check : `${result.check} (${place})`,
    verdict: result.verdict === 'inconclusive' ? 'skipped' : result.verdict,
    message: `observed ${formatObserved(result)}${result.reason === null ? '' : `: ${result.reason}`}`,
  };
}

function toFindingCase({ experiment, question, conclusion }: Finding): TestCase {
  const isAnswered = conclusion.verdict === 'answered';
  return {
    suite: `findings.${experiment}`,
    name: question,
    verdict: isAnswered ? 'passed' : 'skipped',
    message: isAnswered ? conclusion.sentence : `${conclusion.sentence} ${describeShortage(conclusion)}`,
  };
}

function renderCase({ suite, name, verdict, message }: TestCase): Markup {
  return markup`<testcase classname="${clean(suite)}" name="${clean(name)}">${renderResult(verdict, clean(message))}</testcase>
`;
}

function renderResult(verdict: TestCase['verdict'], message: string): Markup | undefined {
  switch (verdict) {
    case 'failed':
      return markup`<failure message="${message}"/>`;
    case 'skipped':
      return markup`<skipped message="${message}"/>`;
    case 'passed':
      return message === '' ? undefined : markup`<system-out>${message}</system-out>`;
  }
}

function count(cases: readonly TestCase[], verdict: TestCase['verdict']): number {
  return cases.filter((one) => one.verdict === verdict).length;
}

/** XML 1.0 has no place for most control characters, not even escaped. */
function clean(text: string): string {
  // oxlint-disable-next-line no-control-regex -- they are what has to go
  return text.replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Cs}/gu, '�');
}
