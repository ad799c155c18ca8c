import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { loadConfig } from '../../src/config.js';
import { listAudit } from '../../src/ledger/audit/audit.js';
import { openLedger } from '../../src/ledger/ledger.js';
import { listDirectory, snapshotFile } from '../../src/lib/snapshot-files.js';
import { createMartlet } from '../../src/martlet.js';
import { newKey } from '../../src/security/keys.js';
import { usualLimits } from '../../src/security/limits.js';
import { createServer } from '../../src/server/server.js';
import { openBuilder } from '../../src/warehouse/duckdb.js';
import { generationDir } from '../../src/warehouse/generations.js';
import { anySize, ownHome } from '../support/demo.js';
import { patient } from '../support/patient.js';

const all = { cities: 'all', scenes: 'all' };
const roles = {
  scientist: { like: 'data_scientist', personal: 'clear', purposes: ['care'] },
  marketer: { tiers: [3, 4], acts: ['MAKE_SETS', 'MAKE_LISTS', 'FREEZE_LISTS'], ...all },
  freezer: { tiers: [3, 4], acts: ['FREEZE_LISTS'], ...all },
  local: { tiers: [3], cities: 'own', acts: ['MAKE_SETS'] },
  reader: { tiers: [3], acts: [], ...all },
  figures: { tiers: [1, 2], acts: ['MAKE_SETS'], ...all },
};
const keys = {
  scientist: newKey('scientist', ['scientist'], []),
  other: newKey('other', ['scientist'], []),
  marketer: newKey('marketer', ['marketer'], []),
  freezer: newKey('freezer', ['freezer'], []),
  local: newKey('local', ['local'], ['MUHE']),
  reader: newKey('reader', ['reader'], []),
  figures: newKey('figures', ['figures'], []),
};
type Key = (typeof keys)[keyof typeof keys];

const clock = { at: new Date('2026-11-02T10:00:00+08:00') };
let home: string;
let app: FastifyInstance;
let reopen: () => Promise<void>;
/** Numbers of the newest month with their phone numbers, in order. */
let numbers: readonly { readonly id: string; readonly msisdn: string | null; readonly muhe: boolean; readonly first: boolean }[];
const scratch = mkdtempSync(join(tmpdir(), 'martlet-sets-'));
let parquetOf: (select: string) => Promise<Buffer>;

beforeAll(async () => {
  const own = await ownHome(anySize);
  home = own.home;
  const policies = join(home, 'policies.yaml');
  writeFileSync(policies, stringify({ roles, keys: Object.values(keys).map(({ entry }) => entry) }));
  const martlet = createMartlet(loadConfig({ ...patient, MARTLET_HOME: home, MARTLET_POLICIES: policies }, {}));
  const open = () => createServer(martlet, own.id, { logLevel: 'silent', now: () => clock.at });
  app = await open();
  reopen = async () => {
    await app.close();
    app = await open();
  };
  const builder = await openBuilder();
  await builder.execute(`attach '${generationDir(home, own.id)}/serving.duckdb' as serving (read_only)`);
  numbers = (await builder.query(`select cast(number_id as varchar) as id, msisdn, coalesce(city = 'MUHE', false) as muhe,
    row_number() over (partition by msisdn order by on_books desc, joined_on desc, number_id) = 1 as first
    from serving.number_profile order by number_id`)) as never;
  parquetOf = async (select) => {
    const path = join(scratch, 'sent.parquet');
    await builder.execute(`copy (${select}) to '${path}' (format parquet)`);
    return readFileSync(path);
  };
  closing = () => builder.close();
});
let closing: () => Promise<void>;
afterAll(async () => {
  await app.close();
  await closing();
});

const said = { name: 'likely to leave', purpose: 'save them', expiresOn: '2026-12-31' };
const csv = 'text/csv';
const parquet = 'application/vnd.apache.parquet';
interface Sent {
  readonly key?: Key;
  readonly type?: string;
  readonly query?: Record<string, string>;
  readonly headers?: Record<string, string>;
}
const send = async (
  payload: string | Buffer | Readable,
  { key = keys.scientist, type = csv, query = {}, headers = {} }: Sent = {},
) => {
  const answer = await app.inject({
    method: 'POST',
    url: `/sets?${new URLSearchParams({ ...said, ...query })}`,
    headers: { authorization: `Bearer ${key.secret}`, 'content-type': type, ...headers },
    payload: payload as Buffer,
  });
  return { status: answer.statusCode, text: answer.body, body: answer.json() };
};
const ask = async (query: string, variables: object = {}, key: Key = keys.scientist) => {
  const answer = await app.inject({
    method: 'POST',
    url: '/graphql',
    headers: { authorization: `Bearer ${key.secret}` },
    payload: { query, variables },
  });
  return answer.json();
};
const countQuery = 'query ($slice: Slice, $where: SliceFilter) { numbers(slice: $slice, where: $where) { totalCount } }';
const countOf = async (given: object, key?: Key) => {
  const { data, errors } = await ask(countQuery, given, key);
  return data?.numbers?.totalCount ?? errors[0].extensions.code;
};

test('a set of CSV is a slice whose count is that of its known numbers, and a filter by score', async () => {
  const known = numbers.slice(0, 40);
  const lines = known.map(({ id }, index) => `${id},${index === 39 ? '' : index / 100}`);
  const { status, body, text } = await send(`number_id,score\r\n${lines.join('\r\n')}\r\n987654321,0.5\r\n987654322,0.9\r\n`);
  expect([status, body]).toEqual([
    201,
    { id: expect.any(String), ...said, purpose: undefined, slice: expect.any(String), count: 40, unknown: 2 },
  ]);
  expect(text).not.toContain('98765432');
  expect(await countOf({ slice: body.slice })).toBe(40);
  expect(await countOf({ where: { set: { id: body.id } } })).toBe(40);
  expect(await countOf({ where: { set: { id: body.id, scoreGte: 0.3 } } })).toBe(9);
  expect(await countOf({ where: { not: { set: { id: body.id } } } })).toBe(numbers.length - 40);
  const { data } = await ask('query ($slice: Slice) { numbers(slice: $slice, first: 100) { nodes { numberId } } }', {
    slice: body.slice,
  });
  expect(data.numbers.nodes.map(({ numberId }: { numberId: string }) => numberId).sort()).toEqual(
    known.map(({ id }) => id).sort(),
  );
  const sets = await ask('{ numberSets { id name purpose expiresOn hasScores slice count unknown } }');
  expect(sets.data.numberSets[0]).toMatchObject({ ...said, id: body.id, hasScores: true, count: 40, unknown: 2 });
});

test('a set goes wherever a slice goes: figures, reports, words', async () => {
  const { body } = await send(
    `number_id\n${numbers
      .slice(0, 100)
      .map(({ id }) => id)
      .join('\n')}`,
  );
  const { data, errors } = await ask(
    `query ($slice: Slice!, $id: ID!) { slice(slice: $slice) { words count }
      indicator(measure: NUMBERS, slice: $slice) { value trend(months: 3) { value } }
      indicatorTree(tree: "LIFECYCLE", slice: $slice) { root { value children { value } } }
      analysis(dimensions: [CITY], measures: [NUMBERS], where: { set: { id: $id } }) { rows { numbers } }
      report(code: "STOCK_STRUCTURE", slice: $slice) { rowCount }
      explain(measure: NUMBERS, slice: $slice) { value } }`,
    { slice: body.slice, id: body.id },
  );
  expect(errors).toBeUndefined();
  const sum = (list: readonly { readonly [name: string]: number }[], name: string) =>
    list.reduce((all, each) => all + each[name]!, 0);
  expect([data.slice.count, data.indicator.value, data.indicatorTree.root.value, sum(data.analysis.rows, 'numbers')]).toEqual([
    100, 100, 100, 100,
  ]);
  expect(sum(data.indicatorTree.root.children, 'value')).toBe(100);
  expect(data.slice.words).toContain(body.id);
});

test('Parquet, with ids as rows of numbers have them, and each number once', async () => {
  const [one, two] = numbers as unknown as readonly [{ id: string }, { id: string }];
  const sent = await parquetOf(
    `select * from (values (${one.id}::bigint, 0.5::float), (${one.id}, 0.5), (${two.id}, null)) t(number_id, score)`,
  );
  expect((await send(sent, { type: parquet })).body).toMatchObject({ count: 2, unknown: 0 });
  expect((await send(`"NUMBER_ID"\n${one.id}@2026-10\n${one.id}\n\n`)).body).toMatchObject({ count: 1, unknown: 0 });
});

test('phone numbers only from who sees them in clear; those that are nobody’s are not kept', async () => {
  const held = numbers.filter(({ msisdn, first }) => msisdn !== null && first).slice(0, 5);
  const lines = `msisdn,score\n${held.map(({ msisdn }) => `+86 ${msisdn},1`).join('\n')}\n19999999999,1\n`;
  const masked = await send(lines);
  expect([masked.status, masked.body.code, masked.text]).toEqual([403, 'FORBIDDEN', expect.not.stringContaining('1999')]);
  const { body } = await send(lines, { headers: { 'x-martlet-purpose': 'care' } });
  expect(body).toMatchObject({ count: 5, unknown: 1 });
  const { data } = await ask('query ($slice: Slice) { numbers(slice: $slice) { nodes { numberId } } }', { slice: body.slice });
  expect(data.numbers.nodes.map(({ numberId }: { numberId: string }) => numberId).sort()).toEqual(
    held.map(({ id }) => id).sort(),
  );
});

test('of numbers that one may not see nothing is told but that they are unknown', async () => {
  const { body } = await send(`number_id\n${numbers.map(({ id }) => id).join('\n')}`, { key: keys.local });
  const muhe = numbers.filter((number) => number.muhe).length;
  expect(muhe).toBeGreaterThan(0);
  expect(body).toMatchObject({ count: muhe, unknown: numbers.length - muhe });
  expect(await countOf({ slice: body.slice }, keys.local)).toBe(muhe);
});

test('a set is its maker’s, and of who freezes his lists; its handle gives others nothing', async () => {
  const { body } = await send(
    `number_id\n${numbers
      .slice(0, 300)
      .map(({ id }) => id)
      .join('\n')}`,
    { key: keys.marketer },
  );
  for (const key of [keys.other, keys.reader, keys.local]) {
    expect(await countOf({ slice: body.slice }, key)).toBe('FORBIDDEN');
    expect(await countOf({ where: { set: { id: body.id } } }, key)).toBe('FORBIDDEN');
    expect(
      (await ask('{ numberSets { id } }', {}, key)).data.numberSets?.map(({ id }: { id: string }) => id) ?? [],
    ).not.toContain(body.id);
  }
  const told = await ask('query ($slice: Slice!) { slice(slice: $slice) { count } }', { slice: body.slice }, keys.other);
  expect(told.data.slice.count).toBeNull();
  const create = 'mutation ($input: TargetListInput!) { createTargetList(input: $input) { id sliceCount } }';
  const input = { name: 'x', purpose: 'x', scene: 'COUNTER', slice: body.slice };
  const { createTargetList: list } = (await ask(create, { input }, keys.marketer)).data;
  expect(list.sliceCount).toBe(300);
  const frozen = await ask(
    'mutation ($id: ID!) { freezeTargetList(id: $id) { sliceCount status } }',
    { id: list.id },
    keys.freezer,
  );
  expect(frozen.data.freezeTargetList).toEqual({ sliceCount: 300, status: 'FROZEN' });
});

test('who may not send one is told so, and nothing is read of it', async () => {
  const sent = `number_id\n${numbers[0]!.id}`;
  expect([(await send(sent, { key: keys.reader })).status, (await send(sent, { key: keys.figures })).status]).toEqual([403, 403]);
  const own = await send(sent);
  expect(await countOf({ where: { set: { id: own.body.id } } }, keys.figures)).toBe('FORBIDDEN');
});

test('a bad file is told with what was expected, what came and what to do, and leaves nothing', async () => {
  const [a, b] = numbers.map(({ id }) => id) as [string, string];
  const cases: readonly (readonly [string | Buffer, string, RegExp, Record<string, string>?])[] = [
    ['', csv, /expected a column number_id \(or msisdn\), and score if there is one, found none/],
    [`${a}\n${b}\n`, csv, /found "\d+"\. The first line of CSV names the columns/],
    ['number_id,name\n1,Li', csv, /found "number_id","name".* Send these columns alone/],
    ['number_id,msisdn\n1,2', csv, /found "number_id","msisdn"/],
    ['number_id;score\n1;2', csv, /found "number_id;score"/],
    ['number_id\n', csv, /expected at least one row, found none/],
    [`number_id,score\n${a},0.5\n${b}\n`, csv, /found line 3 that has other columns/],
    [`number_id,score\n${a},0.5\n${b},1,2\n`, csv, /found line 3 that has other columns/],
    [
      `number_id\n${a}\nabc\n1.5\n`,
      csv,
      /number_id: expected whole numbers like 1042, found something else, or nothing, in 2 row\(s\)/,
    ],
    [`number_id,score\n${a},x\n${b},nan\n`, csv, /score: expected finite numbers or nothing, found something else in 2 row\(s\)/],
    [`number_id,score\n${a},1\n${a},2\n`, csv, /score: expected one for a number, found several for 1 number\(s\)/],
    [Buffer.from([110, 117, 109, 98, 101, 114, 95, 105, 100, 10, 0xff, 0xfe, 10]), csv, /no UTF-8/],
    ['number_id\n1\n', parquet, /expected Parquet, found something else/],
    [`number_id\n${a}`, csv, /expiresOn: expected a day from 2026-11-02 \(today\) to 2027-11-03/, { expiresOn: '2026-11-01' }],
    [`number_id\n${a}`, csv, /name: expected 1 to 200 letters, found 0/, { name: ' ' }],
    [`number_id\n${a}`, csv, /Unrecognized key.*Expected POST \/sets\?name/, { color: 'red' }],
  ];
  const before = readdirSync(listDirectory(home)).length;
  for (const [payload, type, message, query = {}] of cases) {
    const { status, body } = await send(payload, { type, query });
    expect([status, body.code, body.message]).toEqual([400, 'BAD_USER_INPUT', expect.stringMatching(message)]);
    expect(body.message).not.toContain(home);
  }
  expect((await send('{}', { type: 'application/json' })).status).toBe(415);
  expect(readdirSync(listDirectory(home)).length).toBe(before);
});

test('a file is bounded before it is read, and while it comes', async () => {
  const long = usualLimits.setBytes + 1;
  const before = readdirSync(listDirectory(home)).length;
  const told = await send('number_id\n1', { headers: { 'content-length': String(long) } });
  expect([told.status, told.body.message]).toEqual([422, expect.stringContaining('at most 200,000,000 bytes')]);
  const line = Buffer.from(`${'1'.repeat(99)}\n`.repeat(10_000));
  let sent = 0;
  const endless = Readable.from(
    (function* () {
      yield Buffer.from('number_id\n');
      while (true) {
        sent += line.length;
        yield line;
      }
    })(),
  );
  expect((await send(endless)).status).toBe(422);
  expect(sent).toBeLessThan(long + 20 * line.length);
  expect(readdirSync(listDirectory(home)).length).toBe(before);
});

test('asked again by the same key, the same set is given; with something else it is refused', async () => {
  const sent = `number_id\n${numbers[7]!.id}`;
  const query = { idempotencyKey: 'nightly 1' };
  const [first, again] = [await send(sent, { query }), await send(sent, { query })];
  expect(again.body).toEqual(first.body);
  expect((await send(`${sent}1`, { query })).body.code).toBe('CONFLICT');
});

test('what was taken away, is over or damaged can no longer be used, and its file goes', async () => {
  const sent = `number_id\n${numbers
    .slice(0, 20)
    .map(({ id }) => id)
    .join('\n')}`;
  const [removed, over, damaged] = [await send(sent), await send(sent, { query: { expiresOn: '2026-11-05' } }), await send(sent)];
  const remove = 'mutation ($id: ID!) { removeNumberSet(id: $id) { id count } }';
  expect((await ask(remove, { id: removed.body.id }, keys.other)).errors[0].message).toContain('a set of yours');
  expect((await ask(remove, { id: removed.body.id })).data.removeNumberSet).toEqual({ id: removed.body.id, count: null });
  expect([await countOf({ slice: removed.body.slice }), existsSync(snapshotFile(home, removed.body.id))]).toEqual([
    'STALE_SLICE',
    false,
  ]);

  const file = snapshotFile(home, damaged.body.id);
  copyFileSync(file, join(scratch, 'kept'));
  truncateSync(file, 100);
  expect(await countOf({ slice: damaged.body.slice })).toBe('INTERNAL');
  copyFileSync(join(scratch, 'kept'), file);
  expect(await countOf({ slice: damaged.body.slice })).toBe(20);

  expect(await countOf({ slice: over.body.slice })).toBe(20);
  clock.at = new Date('2026-11-06T00:00:00+08:00');
  expect(await countOf({ slice: over.body.slice })).toBe('STALE_SLICE');
  expect((await ask('{ numberSets { id } }')).data.numberSets.map(({ id }: { id: string }) => id)).not.toContain(over.body.id);
  expect(existsSync(snapshotFile(home, over.body.id))).toBe(true);
  await reopen();
  expect([existsSync(snapshotFile(home, over.body.id)), existsSync(file)]).toEqual([false, true]);
});

test('who made and took away which set is in the audit, without a number of it', async () => {
  const ledger = await openLedger({ home, databaseUrl: null });
  const lines = await listAudit(ledger, { limit: 1000, action: 'set of numbers' } as never);
  await ledger.close();
  const made = lines.filter(({ action }) => action === 'set of numbers made');
  expect(made.length).toBeGreaterThan(5);
  expect(JSON.parse(made[0]!.detail!)).toEqual({
    set: expect.any(String),
    name: said.name,
    by: expect.any(String),
    unmatched: expect.any(Number),
  });
  expect(lines.filter(({ action }) => action === 'set of numbers removed')).toHaveLength(1);
});

// About 3 s: a million ids are the size that the set must bear.
test('a set of a million ids is a slice whose count equals the known ones', async () => {
  const known = numbers.map(({ id }) => `(${id}::bigint)`).join(', ');
  const select = `select number_id from (values ${known}) t(number_id) union all select 900000000000 + range from range(${1_000_000 - numbers.length})`;
  const { body } = await send(await parquetOf(select), { type: parquet });
  expect(body).toMatchObject({ count: numbers.length, unknown: 1_000_000 - numbers.length });
  expect(await countOf({ slice: body.slice })).toBe(numbers.length);
});
