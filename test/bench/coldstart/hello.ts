/** The function that everybody starts: deployed to the platform, and as a program that calls it and prints its answer. */
import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import type { TestFunction } from '../../support/lambda-client.ts';
import type { Command } from '../pinning.ts';

/** However it is written: runtimes differ in blanks. */
export function isAnswer(text: string): boolean {
  return text.replaceAll(/\s/g, '') === '{"hello":"world"}';
}

const nodeSource = `exports.handler = async () => ({ hello: 'world' });\n`;
const pythonSource = `def handler(event, context):\n    return {"hello": "world"}\n`;

export const helloInNode: TestFunction = { source: nodeSource };
export const helloInPython: TestFunction = {
  Runtime: 'python3.13',
  files: { 'index.py': pythonSource },
};

/** Calls the function and prints what it answers. */
export const nodeProgram: string = `${nodeSource}exports.handler().then((answer) => process.stdout.write(JSON.stringify(answer)));\n`;
const pythonProgram = `${pythonSource}import json, sys\nsys.stdout.write(json.dumps(handler({}, None)))\n`;

/** What an idle instance does: holds the function, and waits for an event; each that comes is answered. */
const waitingProgram = `${nodeSource}process.stdin.on('data', () => exports.handler().then((answer) => process.stdout.write(JSON.stringify(answer))));\n`;

export function toNodeCommand(folder: string): Command {
  return { file: process.execPath, args: [write(folder, 'hello.cjs', nodeProgram)] };
}

export function toWaitingCommand(folder: string): Command {
  return { file: process.execPath, args: [write(folder, 'waiting.cjs', waitingProgram)] };
}

/** @param python - the interpreter itself. */
export function toPythonCommand(folder: string, python: string): Command {
  return { file: python, args: ['-I', write(folder, 'hello.py', pythonProgram)] };
}

function write(folder: string, name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}
