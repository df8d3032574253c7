/**
 * fast-check with a fixed seed: the same inputs at every run, so that a change is judged and not the day's luck.
 * `FC_SEED=random npm test` looks further, and `FC_SEED=NUMBER` repeats what such a run printed.
 */
import fc from 'fast-check';

const { FC_SEED } = process.env;
if (FC_SEED !== 'random') fc.configureGlobal({ seed: Number(FC_SEED ?? 20261128) });

export default fc;
