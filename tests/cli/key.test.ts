import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config.js';
import { noteKeyUse } from '../../src/ledger/key-uses.js';
import { openLedger } from '../../src/ledger/ledger.js';
import { createMartlet } from '../../src/martlet.js';
import { newKey } from '../../src/security/keys.js';
import { martlet } from '../support/command.js';
import { secretPart } from '../support/key.js';

const dir = mkdtempSync(join(tmpdir(), 'martlet-key-'));
afterAll(() => rmSync(dir, { recursive: true }));

const [first, second] = [newKey('li.wei', ['manager'], ['HAILAN']), newKey('wang.fang', ['board'], [])];
const lineOf = ({ entry: { id, sha256, subject, roles, cities = [] } }: typeof first) =>
  `  - { id: "${id}", sha256: ${sha256}, subject: ${subject}, roles: [ ${roles} ], cities: ${cities.length > 0 ? `[ ${cities} ]` : '[]'} }`;
const before = `# who sees what
roles:
  board: { tiers: [ 1 ], cities: all } # the whole operator
  manager: { tiers: [ 1, 2 ], cities: own }

keys:
  # asked for by mail
${lineOf(first)}
  # of the board's own program
${lineOf(second)} # quarterly
`;
const path = join(dir, 'policies.yaml');
beforeEach(() => writeFileSync(path, before, { mode: 0o640 }));

const key = (...args: readonly string[]) => martlet(['key', ...args], { MARTLET_POLICIES: path, MARTLET_HOME: dir });
const { policies } = createMartlet(loadConfig({ MARTLET_HOME: dir }, {}));
const opens = (secret: string) => policies(path).authenticate(secret).subject;
const now = () => readFileSync(path, 'utf8');
const days = (text: string): number => Math.round((new Date(text).getTime() - Date.now()) / 86_400_000);

describe('create', () => {
  test('gives a secret once and only its hash for the file, which stays as it is', async () => {
    const { stdout } = await key('create', '--subject', 'zhao', '--roles', 'manager', '--cities', 'HAILAN,MUHE', '--json');
    const { secret, entry } = JSON.parse(stdout);
    expect(entry).toMatchObject({ subject: 'zhao', roles: ['manager'], cities: ['HAILAN', 'MUHE'] });
    expect(entry).not.toHaveProperty('expires');
    expect(stdout.split(secretPart(secret))).toHaveLength(2);
    expect(now()).toBe(before);
  });

  test('puts it into the file when it is told to, and leaves all else as it is', async () => {
    const { stdout, status } = await key('create', '--subject', 'zhao', '--roles', 'board', '--days', '90', '--write', '--json');
    expect(status).toBe(0);
    const { secret, entry } = JSON.parse(stdout);
    expect(opens(secret)).toBe('zhao');
    expect(days(entry.expires)).toBe(90);
    expect(now().startsWith(before)).toBe(true);
    expect(statSync(path).mode & 0o777).toBe(0o640);
    expect(readdirSync(dir).filter((name) => name.endsWith('.draft'))).toEqual([]);
  });

  test('with whatever rows are granted by, and an end by the clock', async () => {
    const end = '2126-01-31T00:00:00+08:00';
    const rows = ['--counties', 'HAILAN_01', '--grids', 'G1,G2', '--channels', 'CH1', '--staff', 'S1', '--cities', 'MUHE'];
    const { stdout } = await key(
      'create',
      '--subject',
      'zhao',
      '--roles',
      'manager',
      ...rows,
      '--expires',
      end,
      '--write',
      '--json',
    );
    const { secret, entry } = JSON.parse(stdout);
    const own = { counties: ['HAILAN_01'], grids: ['G1', 'G2'], channels: ['CH1'], staff: ['S1'], cities: ['MUHE'] };
    expect(entry).toMatchObject({ ...own, expires: new Date(end).toISOString() });
    expect(opens(secret)).toBe('zhao');
  });

  test.each([
    [['--expires', 'tomorrow'], 'Expected a time with its zone'],
    [['--expires', '2020-01-31T00:00:00Z'], 'Expected a time that is to come'],
    [['--expires', '2126-01-31T00:00:00Z', '--days', '3'], 'cannot be used with'],
    [['--grids', 'G1,,G2'], 'Expected codes with commas between them'],
    [['--partner', 'P1'], 'unknown option'],
  ])('%s: says what was expected', async (more, said) => {
    const { stderr, status } = await key('create', '--subject', 'zhao', '--roles', 'manager', ...more, '--write');
    expect([status, stderr]).toEqual([2, expect.stringContaining(said)]);
    expect(now()).toBe(before);
  });

  test('into a file without keys, and through a link', async () => {
    const [real, link] = [join(dir, 'real.yaml'), join(dir, 'link.yaml')];
    writeFileSync(real, before.slice(0, before.indexOf('keys:')));
    symlinkSync(real, link);
    const { stdout } = await martlet([
      'key',
      'create',
      '--subject',
      'zhao',
      '--roles',
      'board',
      '--write',
      '--json',
      '--policies',
      link,
    ]);
    expect(policies(real).authenticate(JSON.parse(stdout).secret).subject).toBe('zhao');
  });

  test.each([
    ['a role that is not defined', ['--roles', 'bord', '--write'], 1, 'bord'],
    ['no number of days', ['--roles', 'board', '--days', 'soon'], 2, 'Expected a number of days'],
    ['no roles', [], 2, '--roles'],
  ])('%s is refused, and nothing is written', async (_, args, status, told) => {
    const said = await key('create', '--subject', 'zhao', ...args);
    expect([said.status, said.stderr]).toEqual([status, expect.stringContaining(told)]);
    expect(now()).toBe(before);
  });
});

test('a file that another command changes is left to it', async () => {
  writeFileSync(`${path}.draft`, '');
  const { status, stderr } = await key('revoke', first.entry.id);
  rmSync(`${path}.draft`);
  expect([status, stderr]).toEqual([1, expect.stringContaining('another command changes the file')]);
  expect(now()).toBe(before);
});

test('revoke takes keys out, with what is said of them; others and comments stay', async () => {
  expect((await key('revoke', 'abcdef')).stderr).toContain('has no key abcdef');
  expect((await key('revoke', first.entry.id)).status).toBe(0);
  expect(() => opens(first.secret)).toThrow(expect.objectContaining({ code: 'UNAUTHENTICATED' }));
  expect(opens(second.secret)).toBe('wang.fang');
  for (const kept of ['# who sees what', '# the whole operator', lineOf(second), '# quarterly']) expect(now()).toContain(kept);
});

test('rotate: both secrets open until the old one’s time is over', async () => {
  const { stdout } = await key('rotate', second.entry.id, '--keep-days', '3', '--json');
  const { secret, entry } = JSON.parse(stdout);
  expect([opens(secret), opens(second.secret)]).toEqual(['wang.fang', 'wang.fang']);
  expect(days(entry.previous.until)).toBe(3);
  const [listed] = JSON.parse((await key('list', '--json')).stdout).slice(-1);
  expect(listed).toMatchObject({ id: second.entry.id, oldUntil: entry.previous.until });
  // A third one takes the place of the first.
  const again = JSON.parse((await key('rotate', second.entry.id, '--keep-days', '0', '--days', '30', '--json')).stdout);
  expect(opens(again.secret)).toBe('wang.fang');
  for (const old of [secret, second.secret]) expect(() => opens(old)).toThrow();
  expect(days(again.entry.expires)).toBe(30);
  expect(now()).toContain('# quarterly');
});

test('list tells whose they are, whether they hold, and the last use that a gateway noted', async () => {
  const expired = newKey('old', ['board'], [], new Date('2026-01-01'));
  writeFileSync(path, before.replace(lineOf(second), `  - ${JSON.stringify(expired.entry)}`));
  expect((await key('list')).stdout).toContain('li.wei');
  const ledger = await openLedger({ home: dir, databaseUrl: null });
  await noteKeyUse(ledger, first.entry.id, new Date('2026-11-01T08:00:00Z'));
  await noteKeyUse(ledger, first.entry.id, new Date('2026-10-01T08:00:00Z'));
  await ledger.close();
  expect(JSON.parse((await key('list', '--json')).stdout)).toEqual([
    {
      id: first.entry.id,
      subject: 'li.wei',
      roles: ['manager'],
      own: { cities: ['HAILAN'] },
      state: 'valid',
      expires: null,
      oldUntil: null,
      lastUse: '2026-11-01T08:00:00.000Z',
    },
    expect.objectContaining({ subject: 'old', state: 'expired', expires: '2026-01-01T00:00:00.000Z', lastUse: null }),
  ]);
});

test('without a policies file there is nothing to list', async () => {
  const { status, stderr } = await martlet(['key', 'list']);
  expect([status, stderr]).toEqual([1, expect.stringContaining('Expected a policies file')]);
});
