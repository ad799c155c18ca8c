import { execFile } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect, promisify } from 'node:util';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config.js';
import { keyed, keyedSql, loadSecret, padsOf, pseudonymMacro, secretOf } from '../../src/security/secret.js';
import { openBuilder, openDuckdb } from '../../src/warehouse/duckdb.js';
import { statement } from '../../src/warehouse/statement.js';
import { compiled } from '../support/compiled.js';

const HEX = '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f';
const BASE64 = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=';
const secret = secretOf(HEX)!;

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'martlet-secret-'));
});
afterEach(() => rmSync(home, { recursive: true }));
const load = (place = home) => loadSecret({ home: place, secret: null });

describe('where the secret comes from', () => {
  test('made on first use in a file of its owner only, and the same ever after', () => {
    const place = join(home, 'not there yet');
    const made = load(place);
    expect(statSync(join(place, 'secret.key')).mode & 0o777).toBe(0o600);
    expect(readdirSync(place)).toEqual(['secret.key']);
    expect(keyed(load(place), 'a')).toBe(keyed(made, 'a'));
    expect(load().keyVersion).not.toBe(made.keyVersion);
  });

  test('processes that begin at once agree', async () => {
    const script = `import { loadSecret, keyed } from '${join(await compiled(), 'src/security/secret.js')}';
      process.stdout.write(keyed(loadSecret({ home: '${home}', secret: null }), 'a'));`;
    const runs = Array.from({ length: 6 }, () => promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]));
    const found = await Promise.all(runs);
    expect(new Set(found.map(({ stdout }) => stdout))).toEqual(new Set([keyed(load(), 'a')]));
    expect(readdirSync(home)).toEqual(['secret.key']);
  });

  test('the setting goes before the file, as hexadecimal or base64', () => {
    for (const MARTLET_SECRET of [HEX, HEX.toUpperCase(), BASE64, BASE64.slice(0, -1)]) {
      const config = loadConfig({ MARTLET_HOME: home, MARTLET_SECRET }, {});
      expect(keyed(loadSecret(config), 'a')).toBe(keyed(secret, 'a'));
    }
    expect(readdirSync(home)).toEqual([]);
  });

  test.each([HEX.slice(2), `${HEX}00`, `${BASE64}=`, 'correct horse battery staple'])(
    'a setting that is none is refused and not repeated',
    (value) => {
      const refused = () => loadConfig({ MARTLET_SECRET: value }, {});
      expect(refused).toThrow('MARTLET_SECRET: expected 32 bytes as 64 hexadecimal digits or as base64');
      expect(refused).not.toThrow(value);
    },
  );

  test('a damaged file is refused and not repeated, nor replaced', () => {
    writeFileSync(join(home, 'secret.key'), HEX.slice(0, 40));
    expect(() => load()).toThrow(/secret\.key: expected 32 bytes as .*, found 40 characters that are neither\.$/);
    expect(readFileSync(join(home, 'secret.key'), 'utf8')).toBe(HEX.slice(0, 40));
  });
});

test('the key does not show when it is printed', () => {
  const shown = [inspect(secret, { depth: 9, showHidden: true }), JSON.stringify(secret), String(secret.key)].join();
  expect(shown).toContain(secret.keyVersion);
  expect(shown).not.toContain(HEX.slice(0, 16));
  expect(shown).not.toContain(BASE64.slice(0, 10));
});

test('a key has one version of 8 hexadecimal digits', () => {
  expect(secret.keyVersion).toMatch(/^[0-9a-f]{8}$/);
  expect(secretOf(BASE64)?.keyVersion).toBe(secret.keyVersion);
  expect(secretOf(HEX.replace('1f', '1e'))?.keyVersion).not.toBe(secret.keyVersion);
});

const node = (text: string): string => createHmac('sha256', Buffer.from(HEX, 'hex')).update(text).digest('hex');
const texts = fc.sample(fc.string({ unit: 'binary', maxLength: 200 }), 200).filter((text) => !text.includes('\0'));

test('the same hash in JavaScript and in SQL', async () => {
  const builder = await openBuilder();
  for (const text of ['', '13800001234', '号码', ...texts]) {
    const [row] = await builder.query(`SELECT ${keyedSql('$1', '$2', '$3')} AS hash`, [text, ...padsOf(secret)]);
    expect(row?.hash).toBe(node(text));
    expect(keyed(secret, text)).toBe(node(text));
  }
  await builder.close();
});

test('N1 pseudonyms in a locked engine', async () => {
  const engine = await openDuckdb({ setup: [pseudonymMacro(secret)] });
  for (const text of ['', '100000001', '号码', ...texts.slice(0, 20)]) {
    const [row] = await engine.run(statement('check', 'SELECT pseudonym($1) AS name, pseudonym(NULL) AS nobody', [text]));
    expect(row).toEqual({ name: `${secret.keyVersion}-${node(`pseudonym:${text}`).slice(0, 20)}`, nobody: null });
  }
  const [row] = await engine.run(statement('check', 'SELECT pseudonym(id) AS name FROM (VALUES (CAST(42 AS BIGINT))) AS t (id)'));
  expect(row?.name).toBe(`${secret.keyVersion}-${node('pseudonym:42').slice(0, 20)}`);
  await engine.close();
});
