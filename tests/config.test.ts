import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadConfig } from '../src/config.js';

test("the operator's time zone is China's unless it is set", () => {
  expect(loadConfig({}, {}).timeZone.name).toBe('Asia/Shanghai');
  const { timeZone } = loadConfig({}, { MARTLET_TIME_ZONE: 'Asia/Kathmandu' });
  expect(timeZone.localTime(new Date('2026-10-31T18:15:00Z'))).toEqual({ day: '2026-11-01', time: '00:00' });
});

test.each(['Asia/Peking', '+08:00', 'UTC+8'])('a time zone that is none is refused: %s', (name) => {
  expect(() => loadConfig({}, { MARTLET_TIME_ZONE: name })).toThrow(
    `MARTLET_TIME_ZONE: expected the name of an IANA time zone, e.g. Asia/Shanghai or Europe/Berlin, found "${name}"`,
  );
});

test('proxies are addresses and networks', () => {
  const proxiesOf = (text: string) => loadConfig({}, { MARTLET_PROXIES: text }).proxies;
  expect(proxiesOf('10.0.0.7, 10.1.0.0/16 ::1')).toEqual(['10.0.0.7', '10.1.0.0/16', '::1']);
  expect(loadConfig({}, {}).proxies).toEqual([]);
  for (const wrong of ['proxy.example.com', '10.0.0.0/33', '10.0.0', 'true', '*', '10.0.0.0/8/8'])
    expect(() => proxiesOf(wrong)).toThrow('MARTLET_PROXIES: expected addresses or networks');
});

test('a cluster is told in one setting, a line of YAML in the environment; what is wrong in it is told by its name', () => {
  const trinoOf = (given: string, engine = 'trino') => loadConfig({}, { MARTLET_ENGINE: engine, MARTLET_TRINO: given }).trino;
  const given =
    '{url: "https://trino.example:8443", catalog: hive, files: "s3://lake/generations", session: {query_priority: 1}}';
  const told = { url: 'https://trino.example:8443', catalog: 'hive', schema: 'martlet', user: 'martlet' };
  expect(trinoOf(given)).toEqual({ ...told, files: 's3://lake/generations', session: { query_priority: '1' } });
  expect([loadConfig({}, {}).trino, trinoOf(given, 'duckdb')]).toEqual([null, null]);
  expect(() => loadConfig({}, { MARTLET_ENGINE: 'trino' })).toThrow('expected MARTLET_TRINO, too, e.g. {url:');
  for (const [wrong, message] of [
    ['{catalog: hive, files: "s3://lake"}', 'MARTLET_TRINO.url'],
    ['{url: "https://t", catalog: hive, files: "s3://lake/"}', 'MARTLET_TRINO.files: expected a place as Trino names it'],
    ['{url: "https://t", catalog: "Hive; x", files: "s3://lake"}', 'MARTLET_TRINO.catalog: expected small letters'],
    ['{url: "https://t", catalog: hive, files: "s3://lake", token: abc}', 'MARTLET_TRINO: Unrecognized key'],
    ['https://t', 'MARTLET_TRINO: '],
    ['{url: [', 'MARTLET_TRINO: '],
  ])
    expect(() => trinoOf(wrong!)).toThrow(message);
});

test('what a guide has clients export is no setting, and keeps no command from running; a misspelt setting does', () => {
  const exported = {
    MARTLET_URL: 'http://127.0.0.1:4000',
    MARTLET_API_KEY: 'k',
    MARTLET_PURPOSE: 'p',
    MARTLET_WEBHOOK_SECRET: 's',
  };
  expect(loadConfig({}, exported)).toEqual(loadConfig({}, {}));
  expect(() => loadConfig({}, { MARTLET_URLS: 'x' })).toThrow('MARTLET_URLS');
});

test('every MARTLET_ variable that the guides use is a setting or a client’s', () => {
  const guides = readdirSync('docs', { recursive: true, encoding: 'utf8' }).filter((name) => /\.(md|py|ts|yaml)$/.test(name));
  const used = new Set(
    guides.flatMap((name) => readFileSync(join('docs', name), 'utf8').match(/\bMARTLET_[A-Z][A-Z_]*[A-Z]\b/g) ?? []),
  );
  expect(used.size).toBeGreaterThan(20);
  const unknown = [...used].filter((name) => {
    try {
      loadConfig({}, { [name]: 'x' });
      return false;
    } catch (error) {
      return (error as Error).message.includes('Unrecognized');
    }
  });
  expect(unknown).toEqual([]);
});
