import fc from 'fast-check';
import { expect, test } from 'vitest';
import { InFlight, type Waiter } from '../../src/lib/in-flight.js';

/** What happens, one after the other: somebody asks by a key, one of those who came leaves, a work of those begun ends, well or not. */
const event = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('ask' as const), key: fc.constantFrom('a', 'b') }) },
  fc.record({ kind: fc.constant('leave' as const), at: fc.nat(30) }),
  fc.record({ kind: fc.constant('end' as const), at: fc.nat(30), isWell: fc.boolean() }),
);

interface Begun {
  readonly key: string;
  readonly of: Required<Waiter>;
  readonly end: (isWell: boolean) => void;
  isEnded: boolean;
  /** Who waits for it, by the order in which they came. */
  readonly waiting: Set<number>;
}

const settle = () => new Promise((done) => setImmediate(done));

test('by a key one work is under way; each hears its outcome unless he has left, and it is ended when the last has', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(event, { maxLength: 40 }), async (events) => {
      const inFlight = new InFlight<string>();
      const begun: Begun[] = [];
      const askers: { readonly gone: AbortController; readonly heard: Promise<string>; expected: string | null; work: Begun }[] =
        [];
      const under = (key: string) => begun.find((work) => work.key === key && !work.isEnded);
      const ask = (key: string) => {
        const [gone, name] = [new AbortController(), askers.length];
        const heard = inFlight.join({ signal: gone.signal, askers: () => [`${name}`] }, key, (of) => {
          expect(under(key)).toBeUndefined();
          return new Promise((resolve, reject) => {
            const at = begun.length;
            const end = (isWell: boolean) => (isWell ? resolve(`well ${at}`) : reject(new Error(`ill ${at}`)));
            begun.push({ key, of, end, isEnded: false, waiting: new Set() });
          });
        });
        const work = under(key)!;
        work.waiting.add(name);
        askers.push({ gone, heard: heard.catch((error: Error) => error.message), expected: null, work });
      };
      for (const each of events) {
        if (each.kind === 'ask') ask(each.key);
        else if (each.kind === 'leave') {
          const asker = askers[each.at];
          if (!asker || asker.expected) continue;
          asker.expected = `${each.at} left`;
          asker.gone.abort(new Error(asker.expected));
          asker.work.waiting.delete(each.at);
          if (asker.work.waiting.size === 0) asker.work.isEnded = true;
        } else {
          const work = begun[each.at];
          if (!work || work.isEnded) continue;
          for (const at of work.waiting) askers[at]!.expected = `${each.isWell ? 'well' : 'ill'} ${each.at}`;
          work.isEnded = true;
          work.end(each.isWell);
          work.waiting.clear();
        }
        await settle();
        for (const key of ['a', 'b']) expect(inFlight.has(key)).toBe(under(key) !== undefined);
        for (const { of, waiting, isEnded } of begun) {
          expect(of.askers()).toEqual([...waiting].map(String));
          expect(of.signal.aborted).toBe(isEnded);
        }
      }
      for (const { heard, expected } of askers) if (expected !== null) expect(await heard).toBe(expected);
    }),
    { numRuns: 200 },
  );
});

test('who has left already begins nothing', async () => {
  const inFlight = new InFlight<string>();
  const asked = inFlight.join({ signal: AbortSignal.abort(new Error('left')) }, 'a', async () => expect.unreachable());
  await expect(asked).rejects.toThrow('left');
  expect(inFlight.has('a')).toBe(false);
});
