/** Whether this machine can run isolates: whether there is a build of workerd for it. */
import { findWorkerd } from '../../platform/isolation/isolate/find-workerd.ts';

const found = findWorkerd();

/** Undefined where it can; else the sentence to skip with. */
export const isolateIsMissing: string | undefined = found.isFound ? undefined : found.reason;
