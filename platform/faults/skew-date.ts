/** The time that the gateway's answers tell, by a clock that goes wrong as declared. */
import type { ServerResponse } from 'node:http';
import type { Clock } from '../clock.ts';
import type { FaultInjector } from './fault-injector.ts';
import { totalSkewMs } from './fault-sums.ts';

export function skewDate(response: ServerResponse, injector: FaultInjector, clock: Clock): void {
  if (!injector.isActive()) return;
  const skewMs = totalSkewMs(injector.meet('reply', {}));
  if (skewMs !== 0) response.setHeader('date', new Date(clock.epochMs() + skewMs).toUTCString());
}
