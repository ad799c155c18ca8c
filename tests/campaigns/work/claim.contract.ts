import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TargetListRow } from '../../../src/ledger/tables.js';
import type { Answer, Data, Gateway } from '../../support/gateway.js';
import { agentOf, claimQuery, idsOf, listOf, untouched } from './support.js';

const morning = '2026-11-02T10:00:00+08:00';

/** What holds of claims by way of the graph, on either ledger. */
export function claimContract(open: () => Promise<Gateway>): void {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await open();
  });
  afterAll(() => gateway.close());

  const ask = async (query: string, variables: Record<string, unknown>, subject = 'agent'): Promise<Answer> =>
    gateway.ask(query, variables, agentOf(null, subject));
  const claimed = async (list: TargetListRow, size: number, subject?: string): Promise<Data> => {
    const { data, errors } = await ask(claimQuery, { list: list.id, size }, subject);
    expect(errors).toEqual([]);
    return data.claimWork;
  };
  const progress = async ({ id }: TargetListRow): Promise<Data> =>
    (await ask('query ($id: ID!) { targetList(id: $id) { status progress { open claimed done exhausted } } }', { id })).data
      .targetList;

  test('twenty agents at once get every member once, each batch in the list’s order', async () => {
    gateway.clock.set(morning);
    const list = await listOf(gateway, untouched, { scene: 'ONLINE' });
    expect(list.size).toBeGreaterThan(1000);
    const agents = Array.from({ length: 20 }, async (_, agent) => {
      const found: string[] = [];
      while (true) {
        const batch = await claimed(list, 61, `agent ${agent}`);
        const ranks = batch.items.map(({ rank }: Data) => rank);
        expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
        found.push(...idsOf(batch));
        if (batch.items.length === 0) return found;
      }
    });
    const all = (await Promise.all(agents)).flat();
    const members = (await gateway.sql(`select cast(number_id as varchar) as id from (${untouched})`)).map(
      ({ id }) => id as string,
    );
    expect(all).toHaveLength(list.size);
    expect([...all].sort()).toEqual([...members].sort());
    expect(await progress(list)).toEqual({
      status: 'RUNNING',
      progress: { open: 0, claimed: list.size, done: 0, exhausted: 0 },
    });
  });

  test('one after the other: the best come first', async () => {
    const list = await listOf(gateway, `${untouched} limit 50`);
    expect(await progress(list)).toEqual({ status: 'APPROVED', progress: { open: 50, claimed: 0, done: 0, exhausted: 0 } });
    const batches = [await claimed(list, 20), await claimed(list, 20), await claimed(list, 20), await claimed(list, 20)];
    expect(batches.map(({ items }) => items.map(({ rank }: Data) => rank))).toEqual([
      Array.from({ length: 20 }, (_, i) => i + 1),
      Array.from({ length: 20 }, (_, i) => i + 21),
      Array.from({ length: 10 }, (_, i) => i + 41),
      [],
    ]);
    expect(batches.map(({ fence }) => fence)).toEqual(['1', '2', '3', '0']);
    expect(batches[3]).toMatchObject({ id: expect.stringMatching(/^none-/), list: list.id, items: [] });
  });

  test('twenty times the same claim by one key at once: one batch, and one answer', async () => {
    gateway.clock.set(morning);
    const list = await listOf(gateway, `${untouched} limit 30`);
    const query = claimQuery.replace('$lease: Int', '$key: ID').replace('leaseSeconds: $lease', 'idempotencyKey: $key');
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(query, { list: list.id, size: 10, key: list.id })));
    expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
    expect(new Set(answers.map(({ data }) => JSON.stringify(data))).size).toBe(1);
    expect(answers[0]!.data.claimWork).toMatchObject({ fence: '1', items: Array(10).fill({ attempt: 1 }) });
    expect(await progress(list)).toMatchObject({ progress: { open: 20, claimed: 10, done: 0, exhausted: 0 } });
    const other = await ask(query, { list: list.id, size: 11, key: list.id });
    expect(other.errors[0]).toMatchObject({
      extensions: { code: 'CONFLICT' },
      message: expect.stringMatching(/another claim of work/),
    });
  });

  test('a lease that is over gives its numbers to the next; the late holder is refused whatever he does', async () => {
    gateway.clock.set(morning);
    const list = await listOf(gateway, `${untouched} limit 4`);
    const [late, offer] = [await claimed(list, 4, 'late'), 'DATA_UPGRADE'];
    expect(late.leaseUntil).toBe('2026-11-02T02:15:00.000Z');
    gateway.clock.set('2026-11-02T10:14:59+08:00');
    expect(idsOf(await claimed(list, 4, 'next'))).toEqual([]);
    gateway.clock.set('2026-11-02T10:15:00+08:00');
    const next = await claimed(list, 4, 'next');
    expect(idsOf(next)).toEqual(idsOf(late));
    expect(next.items.map(({ attempt }: Data) => attempt)).toEqual([2, 2, 2, 2]);
    const { id: batch, fence } = late;
    const outcome = { number: idsOf(late)[0], offer, scene: 'OUTBOUND', outcome: 'REFUSED', list: list.id, batch, fence };
    const answers = [
      await ask(
        'mutation ($b: ID!, $f: String!) { extendLease(batch: $b, fence: $f, leaseSeconds: 60) { id } }',
        { b: batch, f: fence },
        'late',
      ),
      await ask('mutation ($b: ID!, $f: String!) { releaseWork(batch: $b, fence: $f) { id } }', { b: batch, f: fence }, 'late'),
      await ask(
        'mutation ($o: OutcomeInput!) { recordOutcome(input: $o) { id } }',
        { o: { ...outcome, idempotencyKey: 'late' } },
        'late',
      ),
    ];
    for (const { errors } of answers)
      expect(errors[0]).toMatchObject({ message: expect.stringMatching(/^Too late: /), extensions: { code: 'CONFLICT' } });
    expect(await progress(list)).toMatchObject({ progress: { open: 0, claimed: 4, done: 0, exhausted: 0 } });
  });

  test('an extended lease lasts; what is released is for others at once, and does not count as an attempt', async () => {
    gateway.clock.set(morning);
    const list = await listOf(gateway, `${untouched} limit 6`);
    const { id, fence, items } = await claimed(list, 6, 'first');
    const extended = await ask(
      'mutation ($id: ID!, $f: String!) { extendLease(batch: $id, fence: $f, leaseSeconds: 3600) { leaseUntil fence items { rank } } }',
      { id, f: fence },
      'first',
    );
    expect(extended.data.extendLease).toEqual({
      leaseUntil: '2026-11-02T03:00:00.000Z',
      fence,
      items: items.map(({ rank }: Data) => ({ rank })),
    });
    gateway.clock.set('2026-11-02T10:59:00+08:00');
    expect(idsOf(await claimed(list, 6, 'second'))).toEqual([]);
    const release =
      'mutation ($id: ID!, $f: String!, $n: [ID!]) { releaseWork(batch: $id, fence: $f, numbers: $n) { items { rank } } }';
    const part = [items[1].number.id, items[4].number.id];
    const left = await ask(release, { id, f: fence, n: part }, 'first');
    expect(left.data.releaseWork.items).toEqual([1, 3, 4, 6].map((rank) => ({ rank })));
    const second = await claimed(list, 6, 'second');
    expect(second.items.map(({ rank, attempt }: Data) => [rank, attempt])).toEqual([
      [2, 1],
      [5, 1],
    ]);
    const rest = await ask(release, { id, f: fence }, 'first');
    expect(rest.data.releaseWork.items).toEqual([]);
    expect((await claimed(list, 6, 'third')).items.map(({ rank, attempt }: Data) => [rank, attempt])).toEqual(
      [1, 3, 4, 6].map((rank) => [rank, 1]),
    );
  });

  test('who is not reached is tried again after the scene’s hours, and at most three times by call', async () => {
    gateway.clock.set(morning);
    const list = await listOf(gateway, `${untouched} limit 1`);
    const tried: unknown[] = [];
    for (const [day, time] of [
      ['02', '10:00'],
      ['02', '13:59'],
      ['02', '14:00'],
      ['03', '10:00'],
      ['04', '10:00'],
    ]) {
      gateway.clock.set(`2026-11-${day}T${time}:00+08:00`);
      const { id: batch, fence, items } = await claimed(list, 1);
      tried.push(items.map(({ attempt }: Data) => attempt));
      if (items.length === 0) continue;
      const about = { number: items[0].number.id, offer: 'DATA_UPGRADE', scene: 'OUTBOUND', outcome: 'NOT_REACHED' };
      const input = { ...about, idempotencyKey: `${list.id} ${day} ${time}`, list: list.id, batch, fence };
      expect((await ask('mutation ($input: OutcomeInput!) { recordOutcome(input: $input) { id } }', { input })).errors).toEqual(
        [],
      );
    }
    expect(tried).toEqual([[1], [], [2], [3], []]);
    expect(await progress(list)).toMatchObject({ progress: { open: 0, claimed: 0, done: 0, exhausted: 1 } });
  });

  test('who asked to be called back is nobody’s before, and comes first after, however often he was tried', async () => {
    gateway.clock.set(morning);
    const list = await listOf(gateway, `${untouched} limit 5 offset 10`);
    const at = (time: string) => gateway.clock.set(`2026-11-02T${time}:00+08:00`);
    const tell = async ({ id: batch, fence, items }: Data, rank: number, said: object) => {
      const { number } = items.find((item: Data) => item.rank === rank);
      const about = { number: number.id, offer: 'DATA_UPGRADE', scene: 'OUTBOUND', list: list.id, batch, fence };
      const input = { idempotencyKey: `${batch} ${rank}`, ...about, ...said };
      expect((await ask('mutation ($input: OutcomeInput!) { recordOutcome(input: $input) { id } }', { input })).errors).toEqual(
        [],
      );
    };
    const first = await claimed(list, 4);
    await tell(first, 1, { outcome: 'NOT_REACHED' });
    await tell(first, 2, { outcome: 'CALL_BACK' });
    await tell(first, 3, { outcome: 'CALL_BACK', callBackAt: '2026-11-02T15:00:00+08:00' });
    await tell(first, 4, { outcome: 'CALL_BACK', callBackAt: '2026-11-02T14:45:00+08:00' });
    at('14:44');
    const second = await claimed(list, 5);
    expect(second.items.map(({ rank, attempt }: Data) => [rank, attempt])).toEqual([
      [1, 2],
      [2, 2],
      [5, 1],
    ]);
    await ask('mutation ($id: ID!, $f: String!) { releaseWork(batch: $id, fence: $f) { id } }', {
      id: second.id,
      f: second.fence,
    });
    at('15:00');
    const third = await claimed(list, 3);
    expect(third.items.map(({ rank, attempt, callBackAt }: Data) => [rank, attempt, callBackAt])).toEqual([
      [4, 1, '2026-11-02T06:45:00.000Z'],
      [3, 1, '2026-11-02T07:00:00.000Z'],
      [1, 2, null],
    ]);
  });

  describe('a team leader', () => {
    const take = (id: string, reason: string, subject: string) =>
      ask(
        'mutation ($id: ID!, $r: String!) { takeBackWork(batch: $id, reason: $r) { id items { rank } } }',
        { id, r: reason },
        subject,
      );
    const audited = async () =>
      (
        await gateway.ledger.db
          .selectFrom('audit_line')
          .selectAll()
          .where('action', 'in', ['work taken back', 'refused: takeBackWork'])
          .orderBy('seq')
          .execute()
      ).map(({ subject, decision, detail }) => ({ subject, decision, ...JSON.parse(detail!) }));
    const refusedTo = async (query: string, variables: Record<string, unknown>, subject: string) => {
      const [fault] = (await ask(query, variables, subject)).errors;
      return `${fault?.extensions.code}: ${fault?.message}`;
    };

    test('takes back what an agent holds: open again without an attempt, and the agent is told by whom and why', async () => {
      gateway.clock.set(morning);
      const list = await listOf(gateway, `${untouched} limit 4 offset 20`, { created_by: 'author', approved_by: 'leader' });
      const { id: batch, fence, items } = await claimed(list, 3, 'late');
      const outcome = { offer: 'DATA_UPGRADE', scene: 'OUTBOUND', list: list.id };
      const record = 'mutation ($o: OutcomeInput!) { recordOutcome(input: $o) { id } }';
      const told = (index: number) => ({
        ...outcome,
        idempotencyKey: `${batch} ${index}`,
        number: items[index].number.id,
        batch,
        fence,
      });
      expect((await ask(record, { o: { ...told(0), outcome: 'REFUSED' } }, 'late')).errors).toEqual([]);
      for (const subject of ['late', 'agent', 'stranger']) {
        const { errors } = await take(batch, 'mine', subject);
        expect(errors[0]).toMatchObject({
          extensions: { code: 'FORBIDDEN' },
          message: expect.stringMatching(/by its author or by who approved it \(author or leader\)/),
        });
      }
      expect((await take(batch, ' ', 'leader')).errors[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
      expect((await take('none', 'x', 'leader')).errors[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
      const held = 'query ($id: ID!) { targetList(id: $id) { batches { id agent claimed leaseUntil claimedAt } } }';
      const before = (await ask(held, { id: list.id })).data.targetList.batches;
      const times = { claimedAt: '2026-11-02T02:00:00.000Z', leaseUntil: '2026-11-02T02:15:00.000Z' };
      expect(before).toEqual([{ id: batch, agent: 'late', claimed: 2, ...times }]);
      for (const [subject, reason] of [
        ['leader', 'went home, ring 13812341234'],
        ['leader', 'went home, ring 13812341234'],
        ['author', 'again'],
      ] as const)
        expect((await take(batch, reason, subject)).data?.takeBackWork).toEqual({ id: batch, items: [] });
      expect((await ask(held, { id: list.id })).data.targetList.batches).toEqual([]);
      expect(await progress(list)).toMatchObject({ progress: { open: 3, claimed: 0, done: 1, exhausted: 0 } });
      const lines = (await audited()).filter((line) => line.batch === batch || line.why?.includes(list.id));
      expect(lines.map(({ subject, decision }) => [subject, decision])).toEqual([
        ...['late', 'agent', 'stranger'].map((subject) => [subject, 'DENIED']),
        ['leader', 'ALLOWED'],
      ]);
      expect(lines.at(-1)).toMatchObject({ list: list.id, from: 'late', reason: 'went home, ring 138****1234' });
      const why = /CONFLICT: Too late: .*was taken back at 2026-11-02T02:00:00.000Z by leader: went home, ring 138\*\*\*\*1234/;
      const own = { b: batch, f: fence };
      const extend = 'mutation ($b: ID!, $f: String!) { extendLease(batch: $b, fence: $f, leaseSeconds: 60) { id } }';
      expect(await refusedTo(extend, own, 'late')).toMatch(why);
      expect(
        await refusedTo('mutation ($b: ID!, $f: String!) { releaseWork(batch: $b, fence: $f) { id } }', own, 'late'),
      ).toMatch(why);
      expect(await refusedTo(record, { o: { ...told(1), outcome: 'REFUSED' } }, 'late')).toMatch(why);
      const next = await claimed(list, 4, 'next');
      expect(next.items.map(({ rank, attempt }: Data) => [rank, attempt])).toEqual([2, 3, 4].map((rank) => [rank, 1]));
    });

    test('what nobody holds any more is left as it is', async () => {
      gateway.clock.set(morning);
      const list = await listOf(gateway, `${untouched} limit 2 offset 30`, { created_by: 'author', approved_by: 'leader' });
      const { id: batch } = await claimed(list, 2, 'late');
      gateway.clock.set('2026-11-02T10:15:00+08:00');
      expect((await take(batch, 'over', 'leader')).data.takeBackWork).toEqual({ id: batch, items: [] });
      expect((await audited()).filter((line) => line.batch === batch)).toEqual([]);
      expect((await claimed(list, 2, 'next')).items.map(({ attempt }: Data) => attempt)).toEqual([2, 2]);
    });

    test('sees the progress by agent, outcome, day and hour', async () => {
      gateway.clock.set(morning);
      const list = await listOf(gateway, `${untouched} limit 8 offset 40`);
      const by = async (what: string) => {
        const query = `query ($id: ID!, $w: ProgressBy!) { targetList(id: $id) { progressBy(what: $w) { key open claimed done exhausted accepted } } }`;
        const { data, errors } = await ask(query, { id: list.id, w: what });
        expect(errors).toEqual([]);
        return data.targetList.progressBy.map(({ key, open, claimed, done, exhausted, accepted }: Data) => [
          key,
          open,
          claimed,
          done,
          exhausted,
          accepted,
        ]);
      };
      expect(await by('AGENT')).toEqual([['', 8, 0, 0, 0, 0]]);
      const tell = async ({ id: batch, fence, items }: Data, rank: number, outcome: string, subject: string) => {
        const { number } = items.find((item: Data) => item.rank === rank);
        const about = { number: number.id, offer: 'DATA_UPGRADE', scene: 'OUTBOUND', outcome, list: list.id, batch, fence };
        const input = { ...about, idempotencyKey: `${batch} ${rank}` };
        expect(
          (await ask('mutation ($input: OutcomeInput!) { recordOutcome(input: $input) { id } }', { input }, subject)).errors,
        ).toEqual([]);
      };
      const [one, two] = [await claimed(list, 3, 'li.wei'), await claimed(list, 3, 'wang.fang')];
      await tell(one, 1, 'ACCEPTED', 'li.wei');
      await tell(one, 2, 'NOT_REACHED', 'li.wei');
      gateway.clock.set('2026-11-02T10:14:00+08:00');
      await tell(two, 4, 'REFUSED', 'wang.fang');
      expect(await by('AGENT')).toEqual([
        ['', 3, 0, 0, 0, 0],
        ['li.wei', 0, 1, 1, 0, 1],
        ['wang.fang', 0, 2, 1, 0, 0],
      ]);
      expect(await by('OUTCOME')).toEqual([
        ['', 2, 3, 0, 0, 0],
        ['ACCEPTED', 0, 0, 1, 0, 1],
        ['NOT_REACHED', 1, 0, 0, 0, 0],
        ['REFUSED', 0, 0, 1, 0, 0],
      ]);
      gateway.clock.set('2026-11-03T09:00:00+08:00');
      const three = await claimed(list, 1, 'li.wei');
      await tell(three, 2, 'ACCEPTED', 'li.wei');
      expect(await by('DAY')).toEqual([
        ['', 5, 0, 0, 0, 0],
        ['2026-11-02', 0, 0, 2, 0, 1],
        ['2026-11-03', 0, 0, 1, 0, 1],
      ]);
      expect(await by('HOUR')).toEqual([
        ['', 5, 0, 0, 0, 0],
        ['2026-11-02T10', 0, 0, 2, 0, 1],
        ['2026-11-03T09', 0, 0, 1, 0, 1],
      ]);
    });
  });

  describe('outcomes', () => {
    test('a hundred times the same at once: one contact, one effect, one answer', async () => {
      gateway.clock.set(morning);
      const list = await listOf(gateway, `${untouched} limit 2`);
      const { id: batch, fence, items } = await claimed(list, 1);
      const about = { number: items[0].number.id, offer: 'DATA_UPGRADE', scene: 'OUTBOUND', outcome: 'ACCEPTED' };
      const input = { ...about, idempotencyKey: `${list.id} order`, list: list.id, batch, fence, note: '您好' };
      const query = 'mutation ($input: OutcomeInput!) { recordOutcome(input: $input) { id at cost margin } }';
      const answers = await Promise.all(Array.from({ length: 100 }, () => ask(query, { input })));
      expect(new Set(answers.map(({ data }) => JSON.stringify(data))).size).toBe(1);
      // 2.2 a call, 5 incentive, 3 commission; 9 a month for 12 months.
      expect(answers[0]!.data.recordOutcome).toMatchObject({ at: '2026-11-02T02:00:00.000Z', cost: 10.2, margin: 108 });
      const rows = await gateway.ledger.db.selectFrom('contact').selectAll().where('list_id', '=', list.id).execute();
      const { number, ...told } = about;
      expect(rows).toMatchObject([{ ...told, number_id: number, day: '2026-11-02', batch_id: batch }]);
      expect(await progress(list)).toMatchObject({ progress: { open: 1, claimed: 0, done: 1, exhausted: 0 } });
      const other = await ask(query, { input: { ...input, outcome: 'REFUSED' } });
      expect(other.errors[0]).toMatchObject({ extensions: { code: 'CONFLICT' } });
    });
  });
}
