import { expect, test } from 'vitest';
import { addressOf } from '../../../src/faces/odata/address.js';

const all = { chosen: null };
const chosen = { chosen: { feed: 'STOCK', choices: 'month=2026-09&by=CITY' } };

test.each([
  ['', { ...all, resource: 'SERVICE', feed: null }],
  ['/', { ...all, resource: 'SERVICE', feed: null }],
  ['/$metadata', { ...all, resource: 'METADATA', feed: null }],
  ['/%24metadata', { ...all, resource: 'METADATA', feed: null }],
  ['/STOCK', { ...all, resource: 'ROWS', feed: 'STOCK' }],
  ['/STOCK/$count', { ...all, resource: 'COUNT', feed: 'STOCK' }],
  ['/STOCK/month=2026-09&by=CITY', { ...chosen, resource: 'SERVICE', feed: null }],
  ['/STOCK/month=2026-09&by=CITY/', { ...chosen, resource: 'SERVICE', feed: null }],
  ['/STOCK/month=2026-09&by=CITY/$metadata', { ...chosen, resource: 'METADATA', feed: null }],
  ['/STOCK/month=2026-09&by=CITY/STOCK', { ...chosen, resource: 'ROWS', feed: 'STOCK' }],
  ['/STOCK/month=2026-09&by=CITY/STOCK/$count', { ...chosen, resource: 'COUNT', feed: 'STOCK' }],
  // A choice stays as it was sent: "&" may be part of one.
  [
    '/STOCK/where=%7B%22a%22%3A%22b%26c%22%7D',
    { chosen: { feed: 'STOCK', choices: 'where=%7B%22a%22%3A%22b%26c%22%7D' }, resource: 'SERVICE', feed: null },
  ],
])('/odata%s', (path, address) => expect(addressOf(path)).toEqual(address));

test.each(['/STOCK(1)', '/STOCK/1', '/STOCK/$count/1', '/$metadata/STOCK', '/STOCK/a=1/STOCK/revenue', '/%zz', '/$batch'])(
  '/odata%s is refused',
  (path) => expect(() => addressOf(path)).toThrow(/^Expected /),
);
