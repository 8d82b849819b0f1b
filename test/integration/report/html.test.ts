import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Browser, type Page, chromium } from 'playwright-core';
import { summarizeRun } from '../../../harness/experiments/conclude.ts';
import type { ThresholdResult } from '../../../harness/contract/threshold.ts';
import { renderHtml } from '../../../harness/report/html.ts';
import { createSampleRun } from '../../support/sample-run.ts';
import { describeWhereThere } from '../../support/skip-where-missing.ts';

const executablePath = '/usr/bin/chromium';
const missing = existsSync(executablePath) ? undefined : `there is no ${executablePath}`;
const flags =
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';

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

describeWhereThere(missing, 'the report in a browser', () => {
  let browser: Browser;
  let folder: string;
  let url: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'faasmark-test-'));
    const run = createSampleRun({ functions });
    const path = join(folder, 'report.html');
    await writeFile(path, renderHtml({ ...summarizeRun(run), thresholds }, run));
    url = pathToFileURL(path).href;
    browser = await chromium.launch({ executablePath, args: flags.split(' ') });
  });

  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true });
  });

  for (const width of [1280, 360]) {
    for (const colorScheme of ['light', 'dark'] as const) {
      it(`is whole at ${width} pixels, ${colorScheme}`, async () => {
        const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
        const complaints: string[] = [];
        const requests: string[] = [];
        page.on('console', (message) => complaints.push(message.text()));
        page.on('pageerror', (error) => complaints.push(error.message));
        page.on('request', (request) => requests.push(request.url()));
        await page.goto(url);

        expect(complaints).toEqual([]);
        expect(requests.filter((one) => !one.startsWith('data:'))).toEqual([url]);
        expect(await page.evaluate(findOverflow)).toEqual([]);
        expect(await page.evaluate(findEmptyCharts)).toEqual({ empty: [], visible: 6 });
        expect(await page.evaluate(findCollisions)).toEqual([]);
        expect(await findFaintText(page)).toEqual([]);
        await page.close();
      });
    }
  }
});

// What runs in the page is written as text: the tests are compiled for Node.js, which has no document.

/** Whatever is wider than the page, or than the box that holds it. */
const findOverflow = `(() => {
  const wide = [...document.querySelectorAll('main *')].filter((one) => !one.closest('svg') && !one.closest('thead'));
  const right = document.querySelector('main').getBoundingClientRect().right;
  return [
    ...(document.documentElement.scrollWidth > innerWidth ? ['the page'] : []),
    ...wide.filter((one) => one.getBoundingClientRect().right > right + 1).map((one) => one.outerHTML.slice(0, 80)),
  ];
})()`;

const findEmptyCharts = `(() => {
  const visible = [...document.querySelectorAll('svg')].filter((svg) => svg.getBoundingClientRect().width > 0);
  const isDrawn = (svg) => [...svg.querySelectorAll('.line, .cells path')].some((path) => path.getTotalLength() > 20);
  return { empty: visible.filter((svg) => !isDrawn(svg)).map((svg) => svg.textContent.slice(0, 40)), visible: visible.length };
})()`;

/** Labels of a chart that touch each other or stick out of the page. */
const findCollisions = `(() => {
  const found = [];
  for (const svg of document.querySelectorAll('svg')) {
    const texts = [...svg.querySelectorAll('text')].map((text) => ({ text: text.textContent, box: text.getBoundingClientRect() }));
    const shown = texts.filter(({ box }) => box.width > 0);
    shown.forEach((one, at) => {
      if (one.box.left < 0 || one.box.right > innerWidth) found.push('cut off: ' + one.text);
      for (const other of shown.slice(at + 1)) {
        const [a, b] = [one.box, other.box];
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (across > 1 && down > 3) found.push(one.text + ' | ' + other.text);
      }
    });
  }
  return found;
})()`;

/** Text with a contrast below 4.5 against what is behind it (WCAG 2.2, 1.4.3). */
function findFaintText(page: Page): Promise<unknown> {
  return page.evaluate(`(() => {
  const parse = (color) => color.match(/[\\d.]+/g).map(Number);
  const linear = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  const behind = (one) => {
    for (let at = one; at; at = at.parentElement) {
      const color = parse(getComputedStyle(at).backgroundColor);
      if (color[3] !== 0) return color;
    }
  };
  const texts = [...document.querySelectorAll('main *')].filter((one) => [...one.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim() !== ''));
  return texts.filter((one) => !['title', 'desc'].includes(one.tagName)).flatMap((one) => {
    const style = getComputedStyle(one);
    const [front, back] = [light(parse(one.closest('svg') ? style.fill : style.color)), light(behind(one))];
    const contrast = (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05);
    return contrast < 4.5 ? [contrast.toFixed(2) + ' ' + one.textContent.slice(0, 40)] : [];
  });
})()`);
}
