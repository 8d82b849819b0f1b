/** The functions that come with faasmark, by name. */
import { chain } from './functions/chain/definition.ts';
import { codeSize } from './functions/code-size/definition.ts';
import type { FunctionDefinition } from './functions/definition.ts';
import { fanOut } from './functions/fan-out/definition.ts';
import { json } from './functions/json/definition.ts';
import { memoryTouch } from './functions/memory-touch/definition.ts';
import { noop } from './functions/noop/definition.ts';
import { payloadEcho } from './functions/payload-echo/definition.ts';
import { sleep } from './functions/sleep/definition.ts';
import { spin } from './functions/spin/definition.ts';

export type { FunctionDefinition } from './functions/definition.ts';

export const functionCatalog: ReadonlyMap<string, FunctionDefinition> = new Map(
  [noop, sleep, spin, json, memoryTouch, payloadEcho, chain, fanOut, codeSize].map((definition) => [
    definition.name,
    definition,
  ]),
);
