import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chainFault, chainHash, genesis } from '../../src/ledger/audit/audit-chain.js';

const line = {
  seq: 1,
  at: '2026-10-01T00:00:00.000Z',
  subject: 'li.wei',
  purpose: '催缴',
  action: 'read clear numbers',
  operation: null,
  rows: 2,
  generation: null,
  decision: 'ALLOWED',
  detail: '{"by":"city"}',
  previous: genesis,
} as const;

// printf '%s' '[1,"2026-10-01T00:00:00.000Z","li.wei","催缴","read clear numbers",null,2,null,"ALLOWED","{\"by\":\"city\"}","000…"]' | sha256sum
test('the hash is what any other tool makes of the same fields', () => {
  expect(chainHash(line)).toBe('608cdbd14fa82ae0b72be2331e5fb0c9aebf459ed4b8e242b4ab3b47a25490c8');
});

test('a change of any field is a fault', () => {
  const whole = { ...line, hash: chainHash(line) };
  expect(chainFault(whole, { seq: 0, hash: genesis })).toBeNull();
  const names = Object.keys(whole) as (keyof typeof whole)[];
  const values = fc.oneof(fc.string(), fc.integer(), fc.constant(null));
  fc.assert(
    fc.property(fc.constantFrom(...names), values, (name, value) => {
      fc.pre(value !== whole[name]);
      expect(chainFault({ ...whole, [name]: value }, { seq: 0, hash: genesis })).not.toBeNull();
    }),
  );
});
