/** Ctrl-C and SIGTERM: the first ends the run in good order, the second at once. */
import { FaasmarkError } from '../contract/errors.ts';
import { exitCodes } from '../contract/exit-codes.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Aborts with an `ABORTED` error at the first signal, until `release` is called. */
export function catchInterrupts(): { readonly signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  const onSignal = (name: NodeJS.Signals): void => {
    if (controller.signal.aborted) process.exit(exitCodes.aborted);
    const how = name === 'SIGINT' ? 'Ctrl-C' : name;
    controller.abort(
      new FaasmarkError('ABORTED', `ended by ${how}`, { hint: 'What was measured until then is kept.' }),
    );
  };
  for (const name of signals) process.on(name, onSignal);
  return {
    signal: controller.signal,
    release() {
      for (const name of signals) process.off(name, onSignal);
    },
  };
}
