import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { offersNamed } from '../../../src/campaigns/lists/create.js';
import { listAudit } from '../../../src/ledger/audit/audit.js';
import { type Gateway, openGateway } from '../../support/gateway.js';
import { managerOf } from '../../support/viewers.js';
import { created, createQuery, refused, usual } from './support.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const channelsOnly = managerOf(['HAILAN'], { tiers: [4], subject: 'clerk' });

describe('a list that is created', () => {
  test('is a draft with all that was said', async () => {
    const input = { name: ' Autumn ', maxSize: 10, budget: 99.5, holdOut: 0.25, expiresOn: '2026-11-02', rankBy: 'revenue' };
    const list = await created(gateway, { ...input, offers: ['CARE_CALL', 'DATA_UPGRADE', 'CARE_CALL'], month: '2026-09' });
    const [row] = await gateway.sql(`select count(*) as numbers from number_state where month = '2026-09'`);
    expect(list).toMatchObject({ ...usual, name: 'Autumn', status: 'DRAFT', month: '2026-09', holdOut: 0.25, rankBy: 'revenue' });
    expect(list).toMatchObject({ expiresOn: '2026-11-02', size: 0, heldOut: 0, suppressed: [], sliceCount: row!.numbers });
    expect(list).toMatchObject({ contentHash: null, createdBy: 'developer', approvedBy: null });
    expect(list.offers).toEqual([{ code: 'DATA_UPGRADE' }, { code: 'CARE_CALL' }]);
    const [line] = await listAudit(gateway.ledger, { limit: 1 });
    expect(line).toMatchObject({ action: 'target list created', subject: 'developer', decision: 'ALLOWED' });
    expect(JSON.parse(line!.detail!)).toEqual({ list: list.id, name: 'Autumn' });
  });

  test('has by default all offers of the scene, the policy’s hold-out and the newest month', async () => {
    const list = await created(gateway, { scene: 'PARTNER' });
    const { offers, contactPolicy } = gateway.martlet.definitions.catalogue;
    const ofScene = [...offers.values()].filter(({ scenes }) => scenes.includes('PARTNER')).map(({ code }) => ({ code }));
    expect(list).toMatchObject({ month: '2026-10', holdOut: contactPolicy.holdOut.campaignShare, rankBy: 'NET_BENEFIT' });
    expect(list.offers).toEqual(ofScene);
  });

  test('counts only what its author may see', async () => {
    const { sliceCount } = await created(gateway, {}, channelsOnly);
    const [row] = await gateway.sql(`select count(*) as numbers from number_state where month = '2026-10' and city = 'HAILAN'`);
    expect(sliceCount).toBe(row!.numbers);
  });

  test('takes one month of a slice over several', async () => {
    const query = `{ analysis(from: "2026-08", to: "2026-10", grain: TOTAL, first: 1) { rows { revenue slice } } }`;
    const { data, errors } = await gateway.ask(query);
    expect(errors).toEqual([]);
    const { slice } = data.analysis.rows[0];
    expect(await refused(gateway, createQuery, { input: { ...usual, slice } })).toBe(
      "BAD_USER_INPUT: month: expected one of the slice's (2026-08 to 2026-10), found none. Say whose numbers the list is made from.",
    );
    expect(await created(gateway, { slice, month: '2026-09' })).toMatchObject({ month: '2026-09' });
    expect(await refused(gateway, createQuery, { input: { ...usual, slice, month: '2026-07' } })).toMatch(
      /^BAD_USER_INPUT: month: expected a month of the slice/,
    );
  });
});

describe('refused', () => {
  test.each([
    ['no name', { name: ' ' }, 'BAD_USER_INPUT: name: expected 1 to 200 letters, found 0.'],
    ['a long name', { name: 'x'.repeat(201) }, 'BAD_USER_INPUT: name: expected 1 to 200 letters, found 201.'],
    ['no purpose', { purpose: '' }, 'BAD_USER_INPUT: purpose: expected 1 to 200 letters, found 0.'],
    ['an unknown offer', { offers: ['DATA_UPGRAD'] }, 'UNKNOWN_NAME: Unknown offer "DATA_UPGRAD". Did you mean DATA_UPGRADE?'],
    ['no offers', { offers: [] }, 'BAD_USER_INPUT: offers: expected at least one, found none. Leave it out for all of OUTBOUND.'],
    [
      'an offer of another scene',
      { offers: ['CARE_CALL'], scene: 'ONLINE' },
      'BAD_USER_INPUT: offers: CARE_CALL is not offered in ONLINE, only in COUNTER, OUTBOUND. Leave it out, or take another scene.',
    ],
    ['no place', { maxSize: 0 }, 'BAD_USER_INPUT: maxSize: expected 1 or more, found 0. Leave it out for any number.'],
    ['a debt', { budget: -0.01 }, 'BAD_USER_INPUT: budget: expected CNY from 0, found -0.01. Leave it out for any.'],
    ['a share below 0', { holdOut: -0.1 }, 'BAD_USER_INPUT: holdOut: expected a share from 0 to 0.5, e.g. 0.1, found -0.1.'],
    [
      'most of them held out',
      { holdOut: 0.51 },
      'BAD_USER_INPUT: holdOut: expected a share from 0 to 0.5, e.g. 0.1, found 0.51.',
    ],
    [
      'a day gone by',
      { expiresOn: '2026-11-01' },
      'BAD_USER_INPUT: expiresOn: expected 2026-11-02 (today) or later, found 2026-11-01.',
    ],
    [
      'a rank that there is not',
      { rankBy: 'revenu' },
      'UNKNOWN_NAME: rankBy: expected NET_BENEFIT or a numeric field of SliceFilter, found "revenu". Did you mean revenue',
    ],
    [
      'a rank that is no number',
      { rankBy: 'city' },
      'UNKNOWN_NAME: rankBy: expected NET_BENEFIT or a numeric field of SliceFilter',
    ],
    ['a month before the data', { month: '2020-01' }, 'BAD_USER_INPUT: month: the data have 2025-08 to 2026-10, found 2020-01.'],
    ['no slice', { slice: 'abc' }, 'BAD_USER_INPUT: Expected a slice as another answer'],
    ['a slice of another version', { slice: 's9.abc' }, 'STALE_SLICE: This slice can no longer be used'],
    ['an unknown scene', { scene: 'STREET' }, 'BAD_USER_INPUT: '],
  ])('%s', async (_, input, message) => {
    const found = await refused(gateway, createQuery, { input: { ...usual, everybody: !('slice' in input), ...input } });
    expect(found.slice(0, message.length)).toBe(message);
  });

  test('an offer whose columns the warehouse lacks, and a scene without any that it has', () => {
    const { catalogue } = gateway.martlet.definitions;
    const all = gateway.serving.coverage.provided;
    const named = (codes: readonly string[] | null, provided: ReadonlySet<string>) =>
      offersNamed(codes, 'OUTBOUND', { catalogue, coverage: { months: [], provided } } as never).map(({ code }) => code);
    const without = new Set([...all].filter((column) => column !== 'number_month.overage_revenue'));
    expect(() => named(['DATA_UPGRADE'], without)).toThrow(
      'DATA_UPGRADE cannot be made: the warehouse lacks number_month.overage_revenue.',
    );
    expect(named(null, all)).toContain('DATA_UPGRADE');
    expect(named(null, without)).toEqual(named(null, all).filter((code) => code !== 'DATA_UPGRADE'));
    expect(() => named(null, new Set())).toThrow('no offer of OUTBOUND can be made');
  });

  test('a filter by what is masked, and a rank by it', async () => {
    const masked = await refused(gateway, createQuery, { input: { ...usual, where: { msisdn: { eq: '1' } } } }, channelsOnly);
    expect(masked).toMatch(/^FORBIDDEN: msisdn: personal columns are masked/);
  });

  test('a viewer without tier 4', async () => {
    const found = await refused(gateway, createQuery, { input: usual }, managerOf(['HAILAN'], { tiers: [1, 2, 3] }));
    expect(found).toMatch(/^FORBIDDEN: Tier 4 is not granted/);
  });
});
