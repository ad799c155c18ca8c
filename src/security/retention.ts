import { z } from 'zod';

/** Days that a kind of thing is kept; left out: for good. Less than this and what rests on it would change. */
const days = (least: number, why: string) => z.int().min(least, `expected at least ${least} days: ${why}`).optional();

/** How long what the ledger remembers is kept, by kind (`applyRetention`). */
export const retention = z
  .strictObject({
    audit: days(180, 'who saw what must be answered for'),
    decisions: days(90, 'their outcomes are told by them'),
    contacts: days(400, 'builds take a month’s contacts from here, and decisions what was refused and ordered'),
    exports: days(2, 'a file is kept for one'),
    lists: days(90, 'their results are measured for that long'),
    events: days(2, 'one that is not taken is told again for one'),
  })
  .default({});
