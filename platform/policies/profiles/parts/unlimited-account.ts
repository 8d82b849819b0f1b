/** For platforms that do not limit what all functions together run. */
import type { AdmissionLimits } from '../../admission.ts';
import type { Admission } from '../../profile-parts.ts';

/** More than any machine runs, and still a number that an API can state. */
export const unlimitedAccount: AdmissionLimits = { accountConcurrency: 1e6, leastUnreserved: 0 };

export const admitAll: Admission = { decide: () => undefined };
