import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { newKey } from '../../src/security/keys.js';
import { loadPolicies } from '../../src/security/policies.js';

const dir = mkdtempSync(join(tmpdir(), 'martlet-policies-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function policiesOf(content: unknown) {
  const path = join(dir, 'policies.yaml');
  writeFileSync(path, typeof content === 'string' ? content : stringify(content));
  return loadPolicies(path);
}

const roles = {
  board: { tiers: [1], cities: 'all', route: true },
  manager: { tiers: [1, 2], cities: 'own' },
  analyst: { tiers: [2, 3], cities: ['HAILAN'], personal: 'clear', purposes: ['analysis'] },
  nobody: { tiers: [1], cities: [] },
};

function viewerOf(names: readonly string[], cities: readonly string[] = []) {
  const { secret, entry } = newKey('someone', names, cities);
  return policiesOf({ roles, keys: [entry] }).authenticate(secret);
}

describe('grants', () => {
  test('a role gives its tiers and cities; personal columns are masked unless it says otherwise', () => {
    expect(viewerOf(['board'])).toMatchObject({ tiers: [1], cities: null, personal: 'masked', seesRoute: true });
    expect(viewerOf(['analyst'])).toMatchObject({
      tiers: [2, 3],
      cities: ['HAILAN'],
      personal: 'clear',
      purposes: ['analysis'],
      seesRoute: false,
    });
  });

  test('Z2: own cities are the key’s, and without any there are none: never all', () => {
    expect(viewerOf(['manager'], ['MUHE']).cities).toEqual(['MUHE']);
    expect(viewerOf(['manager']).cities).toEqual([]);
    expect(viewerOf(['nobody']).cities).toEqual([]);
    expect(viewerOf(['nobody', 'manager']).cities).toEqual([]);
  });

  test('Z2: grants add up over roles, but what one masks stays masked: deny overrides allow', () => {
    expect(viewerOf(['manager', 'analyst'], ['MUHE', 'HAILAN'])).toMatchObject({
      tiers: [1, 2, 3],
      cities: ['MUHE', 'HAILAN'],
      personal: 'masked',
    });
  });
});

describe('keys', () => {
  const { secret, entry } = newKey('someone', ['board'], []);

  test('the file holds no secret, and the secret opens', () => {
    // What comes after the id; it may have underscores of its own.
    expect(JSON.stringify(entry)).not.toContain(secret.split('_').slice(2).join('_'));
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
  ['nothing', '', 'policies.yaml'],
])('%s is refused when the file is read', (_, content, message) => {
  expect(() => policiesOf(content)).toThrow(
    expect.objectContaining({ code: 'BAD_USER_INPUT', message: expect.stringContaining(message) }),
  );
});
