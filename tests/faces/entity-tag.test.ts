import { createSecretKey } from 'node:crypto';
import { expect, test } from 'vitest';
import { entityTag, isKnown } from '../../src/faces/entity-tag.js';
import { inCities } from '../../src/security/rows.js';
import { developer, type Viewer } from '../../src/security/viewer.js';

type Rests = Parameters<typeof entityTag>[0];

const catalogue = (name: string) => ({ hash: 'same', measures: new Map([['REVENUE', { names: { en: name } }]]) });
const secret = (letter: string) => ({ key: createSecretKey(Buffer.from(letter.repeat(32))), keyVersion: 'x' });
const rests = (other: object = {}): Rests =>
  ({
    manifest: { id: 'one' },
    viewer: developer,
    catalogue: catalogue('Revenue'),
    contract: { hash: 'x' },
    timeZone: 'Asia/Shanghai',
    secret: secret('a'),
    ...other,
  }) as unknown as Rests;
const viewing = (other: Partial<Viewer>): Rests => rests({ viewer: { ...developer, ...other } });

test('of the same it is the same, and another where anything is other that an answer depends on', () => {
  const tag = (of: Rests) => entityTag(of, ['a document']);
  expect(tag(rests())).toBe(tag(rests()));
  expect(tag(viewing({ documents: new Map([['hash', 'text']]) }))).toBe(tag(rests()));
  const others = [
    rests(),
    rests({ manifest: { id: 'two' } }),
    rests({ catalogue: catalogue('Income') }),
    rests({ contract: { hash: 'y' } }),
    rests({ timeZone: 'Asia/Tokyo' }),
    rests({ secret: secret('b') }),
    viewing({ rows: inCities(['HAILAN']) }),
    viewing({ minimumGroup: 11 }),
    viewing({ purpose: null }),
    viewing({ columns: { ...developer.columns, hidden: new Set(['birthYear']) } }),
    viewing({ columns: { ...developer.columns, hidden: new Set(['terminal']) } }),
  ];
  expect(new Set([...others.map(tag), entityTag(rests(), ['another'])]).size).toBe(others.length + 1);
});

test('it is known by itself, in a list, and where it was weakened on the way', () => {
  const tag = entityTag(rests(), []);
  for (const given of [tag, `W/${tag}`, `"x", W/${tag}`]) expect(isKnown(given, tag)).toBe(true);
  for (const given of [undefined, '', '*', '"x"', tag.slice(0, -2)]) expect(isKnown(given, tag)).toBe(false);
});
