/** The official runtime clients of AWS Lambda, as `prepare.sh` has fetched or built them. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { packageRoot } from '../../harness/contract/package-root.ts';
import type { ZipFiles } from './zip-files.ts';

const cache = join(packageRoot, '.cache', 'runtime-clients');
const python = { folder: preparedFolder('python'), program: findPython() };
const goFolder = preparedFolder('go');
const rustFolder = preparedFolder('rust');
const javaFolder = preparedFolder('java');
const nodeFolder = preparedFolder('node');

/** Undefined where there is one; else the sentence to skip with. */
export const pythonIsMissing: string | undefined =
  python.program === undefined ? 'there is no python3' : undefined;

export const awslambdaricIsMissing: string | undefined =
  pythonIsMissing ?? whyUnprepared(python.folder, 'awslambdaric');

export const nodeClientIsMissing: string | undefined = whyUnprepared(nodeFolder, 'aws-lambda-ric');

export const goFunctionIsMissing: string | undefined = whyUnprepared(goFolder, 'the Go function');

export const rustFunctionIsMissing: string | undefined = whyUnprepared(rustFolder, 'the Rust function');

export const javaFunctionIsMissing: string | undefined = whyUnprepared(javaFolder, 'the Java function');

/** Files of a `provided` function that runs Python code on the unmodified awslambdaric. */
export async function packageAwslambdaric(source: string): Promise<ZipFiles> {
  return {
    ...(await readFolder(python.folder)),
    'index.py': source,
    bootstrap: toScript(`exec ${python.program} -B -m awslambdaric "$_HANDLER"`),
  };
}

/** Files of a `provided` function that runs a CommonJS module on the unmodified aws-lambda-ric. */
export async function packageNodeClient(source: string): Promise<ZipFiles> {
  const client = 'client/bin/index.mjs';
  return {
    ...(await readFolder(nodeFolder)),
    'index.cjs': source,
    bootstrap: toScript(`exec ${process.execPath} ${client} "$_HANDLER"`),
  };
}

/** Files of the `provided` function in `go-function/`. */
export async function packageGoFunction(): Promise<ZipFiles> {
  return { bootstrap: { content: await readFile(join(goFolder, 'bootstrap')), mode: 0o755 } };
}

/** Files of the `provided` function in `rust-function/`. */
export async function packageRustFunction(): Promise<ZipFiles> {
  return { bootstrap: { content: await readFile(join(rustFolder, 'bootstrap')), mode: 0o755 } };
}

/** Files of a `provided` function that runs the handler in `java-function/` on the unmodified Java client. */
export async function packageJavaFunction(): Promise<ZipFiles> {
  const client = 'com.amazonaws.services.lambda.runtime.api.client.AWSLambda';
  // As the managed runtimes of Lambda start it: what lasts a moment is not worth compiling twice.
  const flags = '-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx128m';
  return {
    ...(await readFolder(javaFolder)),
    bootstrap: toScript(`exec ${findJava()} ${flags} -cp ".:*" ${client} "$_HANDLER"`),
  };
}

function toScript(line: string): ZipFiles[string] {
  return { content: `#!/bin/sh\ncd "$LAMBDA_TASK_ROOT"\n${line}\n`, mode: 0o755 };
}

async function readFolder(folder: string): Promise<ZipFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && !entry.parentPath.endsWith('__pycache__'))
    .map(({ parentPath, name }) => join(parentPath, name));
  const files = await Promise.all(
    paths.map(async (path) => [relative(folder, path), await readFile(path)] as const),
  );
  return Object.fromEntries(files);
}

/** Where `prepare.sh` has put something. */
export function preparedFolder(name: string): string {
  return join(cache, name);
}

export function whyUnprepared(folder: string, what: string): string | undefined {
  return existsSync(join(folder, '.stamp'))
    ? undefined
    : `${what} is not prepared: run test/support/prepare.sh`;
}

/** The program itself, not a link to it in a folder that a function may not see. */
function findJava(): string {
  const settings = spawnSync('java', ['-XshowSettings:properties', '-version'], { encoding: 'utf8' }).stderr;
  return join(/java\.home = (.*)/.exec(settings)?.[1] ?? '', 'bin', 'java');
}

export function findPython(): string | undefined {
  const { status, stdout } = spawnSync('python3', ['-c', 'import sys; print(sys.executable)'], {
    encoding: 'utf8',
  });
  return status === 0 ? stdout.trim() : undefined;
}
