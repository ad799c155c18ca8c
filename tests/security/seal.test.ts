import { expect, test } from 'vitest';
import { Seal } from '../../src/security/seal.js';
import { secretOf } from '../../src/security/secret.js';

const secret = secretOf('ab'.repeat(32))!;
const inAMinute = () => new Date(Date.now() + 60_000);
const content = { subject: '李伟', roles: ['clerk'] };

test('who has the secret opens what another with it sealed, for the same use', async () => {
  const sealed = await new Seal([secret], 'browser session').close(content, inAMinute());
  expect(sealed).toMatch(/^[\w.-]+$/);
  expect(await new Seal([secretOf('ab'.repeat(32))!], 'browser session').open(sealed)).toEqual(content);
});

test.each([
  ['another secret', secretOf('ac'.repeat(32))!, 'browser session'],
  ['another use', secret, 'download link'],
])('%s: it cannot be opened', async (_, by, use) => {
  const sealed = await new Seal([secret], 'browser session').close(content, inAMinute());
  expect(await new Seal([by], use).open(sealed)).toBeNull();
});

test('its time over it cannot be opened, nor with any letter changed', async () => {
  const seal = new Seal([secret], 'browser session');
  expect(await seal.open(await seal.close(content, new Date(Date.now() - 1000)))).toBeNull();
  const sealed = await seal.close(content, inAMinute());
  // The last letter of a part has bits that mean nothing.
  for (let at = 0; at < sealed.length; at++) {
    if (/^(\.|$)/.test(sealed.slice(at + 1))) continue;
    const changed = `${sealed.slice(0, at)}${sealed[at] === 'A' ? 'B' : 'A'}${sealed.slice(at + 1)}`;
    expect(await seal.open(changed), `letter ${at}`).toBeNull();
  }
  for (const other of ['', '.', '....', 'null', '{}', sealed.toUpperCase()]) expect(await seal.open(other)).toBeNull();
});

test('the secret changed, what the one before sealed is opened while it is at hand', async () => {
  const next = secretOf('cd'.repeat(32))!;
  const sealed = await new Seal([secret], 'browser session').close(content, inAMinute());
  expect(await new Seal([next, secret], 'browser session').open(sealed)).toEqual(content);
  expect(await new Seal([next], 'browser session').open(sealed)).toBeNull();
  const later = await new Seal([next, secret], 'browser session').close(content, inAMinute());
  expect(await new Seal([next], 'browser session').open(later)).toEqual(content);
});
