/** wrk2: wrk with a fixed rate and latency from the intended start. No distribution packages it. */
import { findOnPath } from '../find-on-path.ts';
import type { Peer } from './peer.ts';
import { programVersion } from './program-version.ts';
import { readWrk } from './wrk.ts';

export const wrk2: Peer = {
  name: 'wrk2',
  find() {
    const path = findOnPath('wrk2');
    if (path === undefined) return undefined;
    return {
      name: 'wrk2',
      version: programVersion(path, ['-v'], /wrk \w*\/?([\d.]+)/),
      open: ({ url, connections, seconds, ratePerSecond }) => ({
        file: path,
        args: ['-t1', `-c${connections}`, `-d${seconds}s`, `-R${ratePerSecond}`, '--latency', url],
      }),
      read: readWrk,
    };
  },
};
