import { expect, it } from '@jest/globals';
import { toLoadFailure } from '../../../../../platform/isolation/isolate/to-load-failure.ts';

it.each([
  [
    "Failed to start Worker:\nUncaught SyntaxError: Unexpected token '='\n  at task/index.mjs:1:13\n",
    'Runtime.UserCodeSyntaxError',
    "SyntaxError: Unexpected token '='",
  ],
  [
    'Failed to start Worker:\nUncaught Error: No such module "task/a.mjs".\n  imported from "task/index.mjs"',
    'Runtime.ImportModuleError',
    'Error: No such module "task/a.mjs".',
  ],
  ['Dynamic Worker code size exceeds', 'Runtime.Unknown', 'Dynamic Worker code size exceeds'],
])('names what workerd says of code that does not load: %j', (message, errorType, errorMessage) => {
  expect(toLoadFailure(message)).toMatchObject({ errorType, errorMessage });
});
