import fc from 'fast-check';

// One seed, so that a change is judged by the same cases as the one before; FC_SEED=0 draws others, FC_SEED=<seed> repeats a failure.
const seed = Number(process.env.FC_SEED ?? 20261121);
if (seed !== 0) fc.configureGlobal({ seed });
