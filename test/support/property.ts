/**
 * fast-check with one seed for the whole suite: a change is judged by the same examples today and tomorrow. To look for
 * new ones: `PROPERTY_SEED=random npm test -- test/property`, or a number, to see what it found again.
 */
import fc from 'fast-check';

const asked = process.env['PROPERTY_SEED'];

if (asked !== 'random') fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(asked ?? 20_260) });

export { fc };
