import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { newKey } from '../../src/security/keys.js';
import { usualLimits } from '../../src/security/limits.js';
import { loadPolicies } from '../../src/security/policies.js';
import { areAmong, keptRows, rowsKept } from '../../src/security/rows.js';
import { secretPart } from '../support/key.js';

const dir = mkdtempSync(join(tmpdir(), 'martlet-policies-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const words = {
  fields: new Set(['planId', 'birthYear']),
  marts: new Set(['number_month', 'contact']),
  readyMade: { board: { tiers: [1], cities: 'all' } },
};

function policiesOf(content: unknown) {
  const path = join(dir, 'policies.yaml');
  writeFileSync(path, typeof content === 'string' ? content : stringify(content));
  return loadPolicies(path, words);
}

const roles = {
  board: { tiers: [1], cities: 'all', route: true },
  manager: { tiers: [1, 2], cities: 'own' },
  analyst: { tiers: [2, 3], cities: ['HAILAN'], personal: 'clear', purposes: ['analysis'] },
  nobody: { tiers: [1], cities: [] },
};

function viewerOf(names: readonly string[], cities: readonly string[] = [], others: object = {}, more: object = {}) {
  const { secret, entry } = newKey('someone', names, cities);
  return policiesOf({ roles: { ...roles, ...more }, keys: [{ ...entry, ...others }] }).authenticate(secret);
}

describe('grants', () => {
  test('a role’s limits are its viewers’; of several roles the most counts, and what none says is as usual', () => {
    const more = {
      pages: { tiers: [1], cities: 'all', reportRows: 5, lookUpsPerMinute: 7 },
      tables: { tiers: [1], cities: 'all', reportRows: 50, lookUpsPerMinute: 3 },
    };
    expect(viewerOf(['pages'], [], {}, more)).toMatchObject({ limits: { reportRows: 5, lookUpsPerMinute: 7 } });
    expect(viewerOf(['pages', 'tables'], [], {}, more)).toMatchObject({ limits: { reportRows: 50, lookUpsPerMinute: 7 } });
    expect(viewerOf(['board'])).toMatchObject({ limits: { reportRows: usualLimits.reportRows } });
  });

  test('a role gives its tiers and cities; personal columns are masked unless it says otherwise', () => {
    expect(viewerOf(['board'])).toMatchObject({ tiers: [1], rows: null, personal: 'masked', seesRoute: true });
    expect(viewerOf(['analyst'])).toMatchObject({
      tiers: [2, 3],
      rows: [{ cities: ['HAILAN'] }],
      personal: 'clear',
      purposes: ['analysis'],
      seesRoute: false,
    });
  });

  test('Z2: own cities are the key’s, and without any there are none: never all', () => {
    expect(viewerOf(['manager'], ['MUHE']).rows).toEqual([{ cities: ['MUHE'] }]);
    expect(viewerOf(['manager']).rows).toEqual([]);
    expect(viewerOf(['nobody']).rows).toEqual([]);
    expect(viewerOf(['nobody', 'manager']).rows).toEqual([]);
  });

  test('Z2: grants add up over roles, but what one masks stays masked: deny overrides allow', () => {
    expect(viewerOf(['manager', 'analyst'], ['MUHE', 'HAILAN'])).toMatchObject({
      tiers: [1, 2, 3],
      rows: [{ cities: ['MUHE', 'HAILAN'] }],
      personal: 'masked',
    });
  });
});

describe('rows', () => {
  const more = {
    grids: { tiers: [1], rows: { grids: 'own' } },
    store: { tiers: [1], cities: 'own', rows: { channels: ['S1'], staff: 'own' } },
    anywhere: { tiers: [1], cities: 'all', rows: { counties: ['C1'] } },
  };
  const rowsOf = (names: readonly string[], others: object = {}) => viewerOf(names, ['MUHE'], others, more).rows;

  test('Z2: of the kinds in one role all must hold; what is the key’s own and is not there gives nothing', () => {
    expect(rowsOf(['grids'], { grids: ['G1', 'G2'] })).toEqual([{ grids: ['G1', 'G2'] }]);
    expect(rowsOf(['grids'])).toEqual([]);
    expect(rowsOf(['store'], { staff: ['T1'] })).toEqual([{ cities: ['MUHE'], channels: ['S1'], staff: ['T1'] }]);
    expect(rowsOf(['store'])).toEqual([]);
    expect(rowsOf(['anywhere'])).toEqual([{ counties: ['C1'] }]);
  });

  test('Z2: of several roles one is enough; cities of several become one grant', () => {
    expect(rowsOf(['manager', 'store', 'analyst'], { staff: ['T1'] })).toEqual([
      { cities: ['MUHE', 'HAILAN'] },
      { cities: ['MUHE'], channels: ['S1'], staff: ['T1'] },
    ]);
    expect(rowsOf(['store', 'board'], { staff: ['T1'] })).toBeNull();
    expect(rowsOf(['grids', 'nobody'])).toEqual([]);
  });

  test('a list’s author may see it among the rows of others', () => {
    const [city, both, grid] = [[{ cities: ['A'] }], [{ cities: ['A', 'B'] }], [{ cities: ['A'], grids: ['G'] }]] as const;
    expect([areAmong(city, both), areAmong(grid, both), areAmong(grid, city), areAmong([], city)]).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect([areAmong(both, city), areAmong(city, grid), areAmong(null, both), areAmong(city, [])]).toEqual([
      false,
      false,
      false,
      false,
    ]);
    for (const rows of [null, [], city, both, grid]) expect(rowsKept(keptRows(rows))).toEqual(rows);
    expect(keptRows(both)).toBe('["A","B"]');
  });
});

describe('deny', () => {
  const denying = {
    all: { tiers: [1, 3, 4], cities: 'all', marts: ['number_month', 'contact'], purposes: ['care', 'sales'] },
    careful: {
      deny: { tiers: [3], marts: ['contact'], acts: ['EXPORT', 'FREEZE_LISTS'], scenes: ['PARTNER'], purposes: ['sales'] },
    },
  };
  test('Z2: what a role denies no other gives, whatever their order', () => {
    for (const names of [
      ['all', 'careful'],
      ['careful', 'all'],
    ]) {
      const viewer = viewerOf(names, [], {}, denying);
      expect(viewer).toMatchObject({ tiers: [1, 4], rows: null, purposes: ['care'], scenes: ['COUNTER', 'OUTBOUND', 'ONLINE'] });
      expect(viewer.marts).toEqual({ granted: ['number_month', 'contact'], denied: ['contact'] });
      expect(viewer.acts).not.toEqual(expect.arrayContaining(['EXPORT']));
      expect(viewer.acts).toContain('MAKE_LISTS');
    }
    expect(viewerOf(['careful'], [], {}, denying).marts).toEqual({ granted: null, denied: ['contact'] });
    expect(viewerOf(['careful'], [], {}, denying)).toMatchObject({ tiers: [], rows: [], acts: [], scenes: [] });
  });
});

test('a role that is like a ready-made one says only what is other', () => {
  const more = { ours: { like: 'board', route: true }, theirs: { like: 'board', cities: 'own' } };
  expect(viewerOf(['ours'], [], {}, more)).toMatchObject({ tiers: [1], rows: null, seesRoute: true });
  expect(viewerOf(['theirs'], ['MUHE'], {}, more)).toMatchObject({ tiers: [1], rows: [{ cities: ['MUHE'] }], seesRoute: false });
});

describe('keys', () => {
  const { secret, entry } = newKey('someone', ['board'], []);

  test('the file holds no secret, and the secret opens', () => {
    expect(JSON.stringify(entry)).not.toContain(secretPart(secret));
    expect(policiesOf({ roles, keys: [entry] }).authenticate(secret).subject).toBe('someone');
  });

  test.each([
    ['none', undefined],
    ['an empty one', ''],
    ['another', newKey('someone', ['board'], []).secret],
    ['its id with another secret', `martlet_${entry.id}_${'A'.repeat(32)}`],
    ['its id alone', `martlet_${entry.id}`],
    ['one letter more', `${secret}A`],
    ['the hash', entry.sha256],
  ])('%s: UNAUTHENTICATED, with the same words', (_, wrong) => {
    const policies = policiesOf({ roles, keys: [entry] });
    expect(() => policies.authenticate(wrong)).toThrow(
      expect.objectContaining({ code: 'UNAUTHENTICATED', message: expect.stringMatching(/^Expected an API key/) }),
    );
  });
});

test.each([
  ['a role that is not defined', { roles, keys: [newKey('x', ['bord'], []).entry] }, 'bord'],
  ['a tier that there is not', { roles: { x: { tiers: [5], cities: 'all' } }, keys: [] }, 'roles.x.tiers.0'],
  ['cities left out', { roles: { x: { tiers: [1] } }, keys: [] }, 'roles.x.cities'],
  ['a misspelt grant', { roles: { x: { tiers: [1], cities: 'all', personall: 'clear' } }, keys: [] }, 'personall'],
  [
    'a secret in place of its hash',
    { roles, keys: [{ ...newKey('x', ['board'], []).entry, sha256: 'secret' }] },
    'keys.0.sha256',
  ],
  ['rows by nothing', { roles: { x: { tiers: [1], rows: {} } }, keys: [] }, 'roles.x.rows'],
  [
    'cities said twice',
    { roles: { x: { tiers: [1], cities: 'all', rows: { cities: 'own' } } }, keys: [] },
    'roles.x.rows: cities',
  ],
  ['rows by what there is not', { roles: { x: { tiers: [1], rows: { towns: 'own' } } }, keys: [] }, 'roles.x.rows'],
  [
    'a scene that there is not',
    { roles: { x: { tiers: [4], cities: 'all', scenes: ['CONTER'] } }, keys: [] },
    'roles.x.scenes: expected all, or a list of COUNTER',
  ],
  [
    'a column that no number has',
    { roles: { x: { tiers: [4], cities: 'all', columns: { hidden: ['birth_yaer'] } } }, keys: [] },
    'roles.x.columns.hidden: unknown column of a number "birth_yaer". Did you mean birthYear?',
  ],
  [
    'a mart that the contract has not',
    { roles: { x: { tiers: [1], cities: 'all', marts: ['number_mont'], deny: { marts: ['contcat'] } } }, keys: [] },
    'roles.x.marts: unknown mart "number_mont". Did you mean number_month?\nroles.x.deny.marts: unknown mart "contcat". Did you mean contact?',
  ],
  [
    'a ready-made role that there is not',
    { roles: { x: { like: 'bored' } }, keys: [] },
    'roles.x.like: unknown ready-made role "bored". Did you mean board?',
  ],
  [
    'documents without a list',
    { roles: { x: { tiers: [1], cities: 'all', documents: 'trusted' } }, keys: [] },
    'roles.x.documents',
  ],
  ['nothing', '', 'policies.yaml'],
])('%s is refused when the file is read', (_, content, message) => {
  expect(() => policiesOf(content)).toThrow(
    expect.objectContaining({ code: 'BAD_USER_INPUT', message: expect.stringContaining(message) }),
  );
});
