import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contactsOfList, type NewContact, recordContact } from '../../src/ledger/contacts/contacts.js';
import { type Ledger, openLedger } from '../../src/ledger/ledger.js';
import type { BatchRow } from '../../src/ledger/tables.js';
import {
  claimWork,
  extendLease,
  type ProgressPart,
  progressBy,
  progressOf,
  releaseWork,
  takeBackWork,
} from '../../src/ledger/work/work.js';
import { membersOf, nextOf, outcome, runningList } from './channel-samples.js';
import { all } from './channel-support.js';
import type { NewPlace, Place } from './support.js';
import { WorkModel } from './work-model.js';

const mostAttempts = 2;
const sizes = { a: 4, b: 3, '': 2 };
const members = membersOf(sizes);
const at = (minute: number): string => new Date(Date.UTC(2026, 9, 31) + minute * 60_000).toISOString();

const subject = fc.constantFrom('li.wei', 'wang.fang');
const minutes = fc.integer({ min: 1, max: 20 });
/** Of the batches so far, counted from the last one. */
const batch = fc.nat(3);
const number = fc.constantFrom(...members.map(({ numberId }) => numberId));
const cities = fc.option(fc.uniqueArray(fc.constantFrom('a', 'b', '')));
const step = fc.oneof(
  fc.record({ do: fc.constant('claim' as const), subject, cities, size: fc.integer({ min: 1, max: 5 }), lease: minutes }),
  fc.record({ do: fc.constant('extend' as const), subject, batch, lease: minutes }),
  fc.record({ do: fc.constant('release' as const), subject, batch, numbers: fc.option(fc.uniqueArray(number)) }),
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('record' as const),
      batch,
      which: fc.nat(4),
      said: fc.constantFrom('ACCEPTED', 'NOT_REACHED', 'CALL_BACK', 'REFUSED'),
      later: minutes,
      isAgreed: fc.boolean(),
    }),
  },
  fc.record({ do: fc.constant('takeBack' as const), batch }),
  // A machine's clock may be set back, too.
  fc.record({ do: fc.constant('wait' as const), lease: fc.integer({ min: -30, max: 20 }) }),
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

export function workPropertyContract(newPlace: NewPlace): void {
  let place: Place;
  let ledger: Ledger;
  beforeAll(async () => {
    place = await newPlace();
    ledger = await openLedger(place);
  });
  afterAll(async () => {
    await ledger.close();
    await place.remove();
  });
  const isDone = (work: Promise<unknown>): Promise<boolean> =>
    work.then(
      () => true,
      (error) => {
        expect(error).toMatchObject({ code: 'CONFLICT' });
        return false;
      },
    );

  /** What nobody holds is left as it is; here as if it were refused. */
  const takeBack = async (batch: string, now: string): Promise<void> => {
    if (batch === 'none') throw Object.assign(new Error(), { code: 'CONFLICT' });
    const { isTaken } = await takeBackWork(ledger, { batch, by: 'leader', reason: 'shift', now });
    if (!isTaken) throw Object.assign(new Error(), { code: 'CONFLICT' });
  };

  test('U3 whatever is done in whatever order, the work is as a model in plain JavaScript has it', async () => {
    const seen = { claimed: 0, done: 0, refused: 0 };
    const run = async (steps: readonly Step[]) => {
      const { id: listId } = await runningList(ledger, sizes);
      const model = new WorkModel(members);
      const batches: { readonly row: BatchRow; readonly numbers: readonly string[] }[] = [];
      let minute = 0;
      let accepted = 0;
      for (const each of steps) {
        const now = at(minute);
        if (each.do === 'wait') minute += each.lease;
        else if (each.do === 'claim') {
          const { subject, cities, size, lease } = each;
          const claim = { listId, subject, cities, size, now, leaseUntil: at(minute + lease), mostAttempts };
          const found = await claimWork(ledger, claim, nextOf(members));
          if (!('items' in found)) return expect.unreachable();
          const expected = model.claim(claim);
          expect(found.items.map(({ number_id, attempts }) => [number_id, attempts])).toEqual(expected);
          expect(found.batch?.fence ?? null).toBe(expected.length === 0 ? null : batches.length + 1);
          if (found.batch) batches.push({ row: found.batch, numbers: found.items.map(({ number_id }) => number_id) });
          seen.claimed += expected.length;
        } else {
          const { row, numbers } = batches.at(-1 - each.batch) ?? { row: { id: 'none', fence: 0 }, numbers: ['a-1'] };
          const held = { batch: row.id, fence: `${row.fence}`, now };
          const later = at(minute + ('lease' in each ? each.lease : 'later' in each ? each.later : 0));
          const numberId = 'which' in each ? numbers[each.which % numbers.length]! : '';
          const isAgreed = each.do === 'record' && each.said === 'CALL_BACK' && each.isAgreed;
          const told = outcome({ listId, numberId, callBackAt: isAgreed ? later : null });
          const [expected, found] =
            each.do === 'takeBack'
              ? [model.takeBack(row.fence, now), takeBack(row.id, now)]
              : each.do === 'extend'
                ? [
                    model.extend(row.fence, each.subject, now, later),
                    extendLease(ledger, { ...held, subject: each.subject, leaseUntil: later }),
                  ]
                : each.do === 'release'
                  ? [
                      model.release(row.fence, each.subject, now, each.numbers),
                      releaseWork(ledger, { ...held, subject: each.subject, numbers: each.numbers }),
                    ]
                  : [
                      model.record(row.fence, numberId, each.said, now, later, mostAttempts, isAgreed),
                      recordContact(
                        ledger,
                        { ...told, outcome: each.said },
                        { doNotContact: null, order: null, work: { ...held, mostAttempts, notBefore: isAgreed ? at(0) : later } },
                      ),
                    ];
          expect(await isDone(found)).toBe(expected);
          seen[expected ? 'done' : 'refused']++;
          if (expected && each.do === 'record' && each.said === 'ACCEPTED') accepted++;
        }
        const progress = await progressOf(ledger, listId, at(minute));
        expect(progress).toEqual(model.progress(at(minute)));
        expect(progress.open + progress.claimed + progress.done + progress.exhausted).toBe(members.length);
      }
      for (const what of ['AGENT', 'OUTCOME', 'DAY', 'HOUR'] as const) {
        const parts = await progressBy(ledger, listId, what, at(minute));
        const sum = (name: Exclude<keyof ProgressPart, 'key'>) => parts.reduce((total, part) => total + part[name], 0);
        const { open, claimed, done, exhausted } = model.progress(at(minute));
        const found = [sum('open'), sum('claimed'), sum('done'), sum('exhausted'), sum('accepted')];
        expect([what, found]).toEqual([what, [open, claimed, done, exhausted, accepted]]);
        expect(new Set(parts.map(({ key }) => key)).size).toBe(parts.length);
      }
    };
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40, size: 'max' }), run), { numRuns: 60 });
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(50);
  });

  test('U3 twenty at once with leases that run out: no number is done twice, and nothing but lateness stops them', async () => {
    const many = { a: 60, b: 60 };
    const { id: listId } = await runningList(ledger, many);
    const next = nextOf(membersOf(many));
    let minute = 0;
    const seen = { done: 0, late: 0 };
    const tell = async (work: Promise<unknown>) => seen[(await isDone(work)) ? 'done' : 'late']++;
    const worker = async (subject: string, lease: number) => {
      for (let turn = 0; turn < 8; turn++) {
        const now = at(minute++);
        const claim = { listId, cities: null, subject, now, leaseUntil: at(minute + lease), size: 4, mostAttempts: 99 };
        const found = await claimWork(ledger, claim, next);
        if (!('items' in found) || found.batch === null) continue;
        const [first, second] = found.items;
        const held = () => ({ batch: found.batch!.id, fence: `${found.batch!.fence}`, now: at(minute++) });
        const record = (numberId: string, said: Partial<NewContact>) => {
          const effects = { doNotContact: null, order: null, work: { ...held(), mostAttempts: 99, notBefore: at(minute + 3) } };
          return recordContact(ledger, outcome({ listId, numberId, ...said }), effects);
        };
        await tell(record(first!.number_id, {}));
        if (turn % 2) await tell(extendLease(ledger, { ...held(), subject, leaseUntil: at(minute + 9) }));
        if (second) await tell(record(second.number_id, { outcome: 'NOT_REACHED' }));
        if (turn % 3 === 0) await tell(releaseWork(ledger, { ...held(), subject, numbers: null }));
      }
    };
    await Promise.all(Array.from({ length: 20 }, (_, index) => worker(`s${index}`, index % 2 ? 10 : 100)));
    const accepted = (await all(contactsOfList(ledger, listId))).filter((contact) => contact.outcome === 'ACCEPTED');
    const { open, claimed, done, exhausted } = await progressOf(ledger, listId, at(minute));
    expect(new Set(accepted.map(({ number_id }) => number_id)).size).toBe(accepted.length);
    expect([done, open + claimed + done, exhausted]).toEqual([accepted.length, 120, 0]);
    expect(Math.min(seen.done, seen.late)).toBeGreaterThan(0);
  });
}
