/** The functions that come with faasmark, by name. */
import { aes } from './functions/aes/definition.ts';
import { chain } from './functions/chain/definition.ts';
import { codeSize } from './functions/code-size/definition.ts';
import type { FunctionDefinition } from './functions/definition.ts';
import { dynamicHtml } from './functions/dynamic-html/definition.ts';
import { factors } from './functions/factors/definition.ts';
import { fanOut } from './functions/fan-out/definition.ts';
import { fibonacci } from './functions/fibonacci/definition.ts';
import { fileIo } from './functions/file-io/definition.ts';
import { float } from './functions/float/definition.ts';
import { graph } from './functions/graph/definition.ts';
import { gzip } from './functions/gzip/definition.ts';
import { json } from './functions/json/definition.ts';
import { keyValue } from './functions/key-value/definition.ts';
import { ledger } from './functions/ledger/definition.ts';
import { matmul } from './functions/matmul/definition.ts';
import { memoryTouch } from './functions/memory-touch/definition.ts';
import { noop } from './functions/noop/definition.ts';
import { payloadEcho } from './functions/payload-echo/definition.ts';
import { sleep } from './functions/sleep/definition.ts';
import { spin } from './functions/spin/definition.ts';
import { thumbnail } from './functions/thumbnail/definition.ts';

export type { FunctionDefinition } from './functions/definition.ts';

const definitions: readonly FunctionDefinition[] = [
  noop,
  sleep,
  spin,
  float,
  matmul,
  factors,
  fibonacci,
  aes,
  json,
  dynamicHtml,
  gzip,
  graph,
  thumbnail,
  memoryTouch,
  fileIo,
  payloadEcho,
  keyValue,
  ledger,
  chain,
  fanOut,
  codeSize,
];

export const functionCatalog: ReadonlyMap<string, FunctionDefinition> = new Map(
  definitions.map((definition) => [definition.name, definition]),
);
