import { once } from 'node:events';
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { type IncomingMessage, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { type LiveServer, startLiveServer } from '../../../../dashboards/live/live-server.ts';
import { renderReport } from '../../../../dashboards/live/page.ts';
import { toComparisonView } from '../../../../dashboards/live/view-model/comparison-view.ts';
import type { PageView } from '../../../../dashboards/live/view-model/page-view.ts';
import { toRunView } from '../../../../dashboards/live/view-model/run-view.ts';
import { watchRun } from '../../../../harness/cli/live/watch-run.ts';
import { type Clock, createMonotonicClock } from '../../../../harness/contract/clock.ts';
import type { Invocation } from '../../../../harness/contract/invocation.ts';
import type { ThresholdResult } from '../../../../harness/contract/threshold.ts';
import { summarizeRun } from '../../../../harness/experiments/conclude.ts';
import { files } from '../../../../harness/sinks/run-directory/layout.ts';
import { launchBrowser, noBrowser } from '../../../support/browser.ts';
import { eventually } from '../../../support/eventually.ts';
import { answeredFinding, inconclusiveFinding } from '../../../support/findings.ts';
import { createSampleRun } from '../../../support/sample-run.ts';
import { describeWhereThere } from '../../../support/skip-where-missing.ts';

/** A name as long as a provider allows is the hardest for the layout. */
const functions = ['hello', `resize-${'thumbnail-'.repeat(6)}`.slice(0, 64)];

/** One of each verdict, the longest names and reasons there are. */
const thresholds = (['passed', 'failed', 'inconclusive'] as const).map((verdict): ThresholdResult => ({
  check: 'outcome.incorrect.rate <= 0.001%',
  function: functions[1] ?? null,
  phase: `steady/${functions[1]}`,
  observed: verdict === 'inconclusive' ? null : 0.25,
  unit: 'ratio',
  verdict,
  reason: verdict === 'passed' ? null : 'p99.9 needs 1000 values, and there are 100; 2 of 3 inconclusive',
}));

const run = createSampleRun({ functions });
const findings = [answeredFinding, inconclusiveFinding];
const summary = { ...summarizeRun(run), thresholds, findings };
const other = { ...run, manifest: { ...run.manifest, provider: { ...run.manifest.provider, id: 'other' } } };
const pages: Readonly<Record<string, PageView>> = {
  report: toRunView(summary, run),
  comparison: toComparisonView([
    { summary, run },
    { summary: summarizeRun(other), run: other },
  ]),
};
/** A finding's, two distributions, three over time, a burst's, two of cost; and of the comparison two a thing measured. */
const charts = { report: 9, comparison: 6 };

describeWhereThere(noBrowser, 'the report in a browser', () => {
  let browser: Browser;
  let folder: string;
  const urlOf = (name: string): string => pathToFileURL(join(folder, `${name}.html`)).href;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'faasmark-test-'));
    for (const [name, view] of Object.entries(pages)) {
      await writeFile(join(folder, `${name}.html`), renderReport(view, ''));
    }
    browser = await launchBrowser();
  });

  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true });
  });

  async function visit(
    name: string,
    options: { readonly width?: number; readonly colorScheme?: 'light' | 'dark' } = {},
  ): Promise<{
    readonly page: Page;
    readonly complaints: readonly string[];
    readonly requests: readonly string[];
  }> {
    const { width = 1280, colorScheme = 'light' } = options;
    const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
    const [complaints, requests] = [[] as string[], [] as string[]];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(urlOf(name));
    await page.waitForSelector('canvas');
    return { page, complaints, requests };
  }

  for (const [name, width, colorScheme] of [
    ['report', 1280, 'light'],
    ['report', 360, 'dark'],
    ['comparison', 360, 'light'],
    ['comparison', 1280, 'dark'],
  ] as const) {
    it(`${name} is whole at ${width} pixels, ${colorScheme}`, async () => {
      const { page, complaints, requests } = await visit(name, { width, colorScheme });
      // Before the pixels are read, which the browser remarks upon.
      expect(complaints).toEqual([]);
      expect(requests.filter((one) => !one.startsWith('data:'))).toEqual([urlOf(name)]);
      expect(await page.evaluate(findOverflow)).toEqual([]);
      expect(await page.evaluate(findEmptyCharts)).toEqual({ empty: [], drawn: charts[name] });
      expect(await findBarriers(page)).toEqual([]);
      await page.close();
    });
  }

  it('is used with the keyboard alone: links, sorting, the cursor of a chart', async () => {
    const { page } = await visit('report');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.getAttribute("href")')).toBe('#numbers');

    await page.focus('table:has-text("95 % confidence") th:has-text("p50") button');
    await page.keyboard.press('Enter');
    const medians = await page.evaluate(readMedians);
    expect(medians).toEqual((medians as number[]).toSorted((a, b) => b - a));

    await page.focus('figure:has-text("steady") .plot');
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowLeft');
    const said = await page.textContent('figure:has-text("steady") .plot');
    expect(said).toMatch(/wanted [\d.]+\/s.*running \d+|instances seen \d+/s);
    expect(said).toMatch(/median [\d.]+ (µs|ms|s), slowest/);
    await page.close();
  });

  it('gives the data of a chart as CSV', async () => {
    const { page } = await visit('report');
    const download = page.waitForEvent('download');
    await page.click('[aria-label="Download the data of hello as CSV"]');
    const file = await download;
    expect(file.suggestedFilename()).toBe('quickstart-faasmark-hello.csv');
    const lines = (await readFile(await file.path(), 'utf8')).split('\r\n');
    expect(lines[0]).toBe('series,response time (ms),answered within (share)');
    expect(lines.filter((line) => line.startsWith('cold,')).at(-1)).toMatch(/,1$/);
    await page.close();
  });
});

describeWhereThere(noBrowser, 'the live page in a browser', () => {
  const clock = createSteppedClock();
  let browser: Browser;
  let folder: string;
  let server: LiveServer;
  let watching: Promise<void>;
  let isOver = false;
  const sink = createWriter(() => folder);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'faasmark-test-'));
    browser = await launchBrowser();
    server = await startLiveServer(0);
    const isRunning = (): Promise<boolean> => Promise.resolve(!isOver);
    watching = watchRun(folder, { clock, server, isRunning }, new AbortController().signal);
  });

  afterAll(async () => {
    await browser.close();
    await server.close();
    await rm(folder, { recursive: true });
  });

  it('waits for a run, follows it, and is its report in the end', async () => {
    const page = await browser.newPage({ viewport: { width: 360, height: 800 } });
    const [complaints, requests] = [[] as string[], [] as string[]];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(server.url);
    await page.waitForSelector('text=Waiting for the first invocations');

    const half = run.invocations.filter((one) => one.phase.startsWith('cold-start'));
    await sink.begin();
    await sink.write(half);
    await clock.step();
    await page.waitForSelector('.progress:has-text("Running")');
    expect(await page.textContent('.progress')).toContain(`Cold so far${half.length}`);
    expect(await page.evaluate('document.querySelectorAll("canvas").length')).toBeGreaterThan(1);

    await sink.write(run.invocations.slice(half.length));
    await sink.end();
    isOver = true;
    await clock.step();
    await watching;
    await page.waitForSelector('.verdict.completed');
    expect(await page.textContent('.verdict')).toMatch(/^Completed: a median cold start/);
    expect(await page.evaluate('document.querySelector(".progress")')).toBeNull();
    expect(complaints).toEqual([]);
    expect(requests.filter((one) => !one.startsWith('data:'))).toEqual([server.url, `${server.url}events`]);
    expect(await page.evaluate(findOverflow)).toEqual([]);
    // Without the finding, which is not of a real experiment.
    expect(await page.evaluate(findEmptyCharts)).toMatchObject({ empty: [] });
    await page.close();
  });

  it('is sent whole to who comes late, and to nobody from elsewhere', async () => {
    const controller = new AbortController();
    const { body } = await fetch(`${server.url}events`, { signal: controller.signal });
    const first = await body?.getReader().read();
    expect(new TextDecoder().decode(first?.value as Uint8Array)).toMatch(
      /^event: view\ndata: \{"kind":"run"/,
    );
    controller.abort();

    const { port } = new URL(server.url);
    const answer = await ask(Number(port), { host: 'run.example.com' });
    expect(answer).toBe(403);
    expect((await fetch(`${server.url}other`)).status).toBe(404);
    expect((await fetch(server.url, { method: 'POST' })).status).toBe(405);
  });
});

/** The status of an answer to headers of one's own choice. */
async function ask(port: number, headers: Record<string, string>): Promise<number | undefined> {
  const request = get({ host: '127.0.0.1', port, headers });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  response.resume();
  return response.statusCode;
}

/** A clock whose pauses last until they are told to end. */
function createSteppedClock(): Clock & { step(): Promise<void> } {
  let wake: (() => void) | undefined;
  return {
    ...createMonotonicClock(),
    sleep: () => new Promise((resolve) => (wake = resolve)),
    async step() {
      await eventually(
        () => Promise.resolve(wake),
        (one) => one !== undefined,
      );
      const resolve = wake;
      wake = undefined;
      resolve?.();
    },
  };
}

/** Writes the sample as a run does. */
function createWriter(folder: () => string): {
  begin(): Promise<void>;
  write(invocations: readonly Invocation[]): Promise<void>;
  end(): Promise<void>;
} {
  const write = (file: string, rows: readonly unknown[]): Promise<void> =>
    appendFile(join(folder(), file), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  return {
    begin: () => write(files.manifest, [run.manifest]),
    write: (invocations) => write(files.invocations, invocations),
    end: () => write(files.end, [run.end]),
  };
}

// What runs in the page is written as text: the tests are compiled for Node.js, which has no document.

/** Whatever is wider than the page, or than the box that holds it. */
const findOverflow = `(() => {
  const right = document.querySelector('main').getBoundingClientRect().right;
  const all = [...document.querySelectorAll('main *')].filter((one) => !one.closest('.uplot'));
  return [
    ...(document.documentElement.scrollWidth > innerWidth ? ['the page'] : []),
    ...all.filter((one) => one.getBoundingClientRect().right > right + 1).map((one) => one.outerHTML.slice(0, 80)),
  ];
})()`;

/** Charts without a pixel in one of the colours of data. */
const findEmptyCharts = `(() => {
  const probe = document.createElement('canvas').getContext('2d');
  const names = ['cold', 'warm', 'ink', 'second', 'third', 'fourth'];
  const colors = names.map((name) => {
    probe.fillStyle = getComputedStyle(document.documentElement).getPropertyValue('--' + name);
    probe.fillRect(0, 0, 1, 1);
    return [...probe.getImageData(0, 0, 1, 1).data].slice(0, 3);
  });
  const count = (canvas) => {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    let pixels = 0;
    for (let at = 0; at < data.length; at += 4) {
      if (colors.some((color) => color.every((value, part) => Math.abs(value - data[at + part]) < 8))) pixels++;
    }
    return pixels;
  };
  const canvases = [...document.querySelectorAll('canvas')];
  const empty = canvases.filter((canvas) => count(canvas) < 50);
  return { empty: empty.map((one) => one.closest('figure').textContent.slice(0, 40)), drawn: canvases.length - empty.length };
})()`;

const readMedians = `(() => {
  const table = [...document.querySelectorAll('table')].find((one) => one.textContent.includes('95 % confidence'));
  const inMs = { µs: 0.001, ms: 1, s: 1000 };
  return [...table.querySelectorAll('tbody tr')].map((row) => {
    const [value, unit] = row.children[3].querySelector('span').textContent.split(' ');
    return Number(value) * inMs[unit];
  });
})()`;

/** What axe finds serious or worse, with everything unfolded. */
async function findBarriers(page: Page): Promise<unknown> {
  await page.evaluate('for (const one of document.querySelectorAll("details")) one.open = true');
  await page.evaluate(axe.source);
  return page.evaluate(`axe.run().then(({ violations }) => violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => id + ': ' + nodes[0].html.slice(0, 120)))`);
}
