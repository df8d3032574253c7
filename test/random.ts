/**
 * fast-check with a fixed seed: the same inputs at every run, so that a change is judged and not the day's luck.
 * `FC_SEED=random npm test` looks further, and `FC_SEED=NUMBER` repeats what such a run printed.
 */
import fc from 'fast-check';

const { CI, FC_SEED } = process.env;
if (FC_SEED !== 'random') fc.configureGlobal({ seed: Number(FC_SEED ?? 20261128) });

/** How many of so many random inputs are tried: a fifth while somebody waits, all in CI and with `FC_SEED`. */
export const runs = (all: number): number => (CI || FC_SEED ? all : Math.ceil(all / 5));

export default fc;
