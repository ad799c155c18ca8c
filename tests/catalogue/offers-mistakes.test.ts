import { describe, expect, test } from 'vitest';
import { type Lines, offer } from './offer-files.js';
import { overlaid, problemsOf } from './support.js';

const shipped = overlaid();

describe('each mistake of an offer is told with its file, its line and what was meant', () => {
  const when = (sql: string) => ({ eligible: `eligible: {when: "${sql}", en: a, zh: 甲}` });
  test.each<[string, Lines, string]>([
    [
      'an unknown column',
      when('revenu > 1'),
      '11: X: eligible.when: unknown column "revenu" in "revenu > 1". Did you mean revenue',
    ],
    [
      'an unknown threshold',
      when('revenue > {{closed_circl}}'),
      '11: X: eligible.when: unknown threshold "closed_circl". Did you mean closed_circle?',
    ],
    ['a threshold of the marts', when('revenue > {{light_revenue}}'), '11: X: eligible.when: unknown threshold "light_revenue".'],
    ['a subquery', when('revenue > (SELECT max(revenue) FROM number_state)'), '11: X: eligible.when: unknown column "SELECT"'],
    ['a price that it has not', when('revenue > {{price}}'), '11: X: eligible.when: {{price}}: the offer has no price'],
    [
      'a pitch with an unknown value',
      { pitch: 'pitch: {en: "{{Revenue}}", zh: 您好}' },
      '12: X: pitch.en: unknown column "Revenue". Did you mean revenue',
    ],
    [
      'an unknown scene',
      { scenes: 'scenes: [COUNTER, SHOP]' },
      '10: offers.0.scenes.1: Invalid option: expected one of "COUNTER"',
    ],
    ['no scene', { scenes: 'scenes: []' }, '10: offers.0.scenes: '],
    ['a negative cost', { incentive: 'incentive: -1' }, '8: offers.0.incentive: expected CNY from 0'],
    ['half a month', { months: 'months: 0.5' }, '7: offers.0.months: '],
    ['a misspelt key', { relevant: 'relevent: {when: on_books, en: a, zh: 甲}' }, '2: offers.0: Unrecognized key: "relevent"'],
    ['words that are none', { eligible: 'eligible: {when: revenue > 10, en: 10, zh: 甲}' }, '11: offers.0.eligible.en: '],
  ])('%s', (_, changes, problem) => {
    const problems = problemsOf(offer(changes));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`offers/x.yaml:${problem}`);
  });

  test('all of an offer at once', () => {
    const faults = { ...when('revenu > 1'), pitch: 'pitch: {en: "{{a}}", zh: "{{b}}"}' };
    expect(problemsOf(offer(faults)).map((problem) => problem.split(': ')[2])).toEqual(['eligible.when', 'pitch.en', 'pitch.zh']);
  });
});

describe('scenes and the contact policy', () => {
  const scene = 'en: a, zh: 甲, contactCost: 1, batch: {size: 1, leaseSeconds: 60, attempts: 1}';
  const policy = (changes: object) => ({ 'contact-policy.yaml': JSON.stringify({ contactPolicy: { ...parts, ...changes } }) });
  const parts = {
    caps: [],
    quietHours: { from: '22:00', to: '07:00' },
    coolDown: { days: 1 },
    doNotContact: { scenes: ['ONLINE'], days: 365 },
    serviceExemptFrom: [],
    holdOut: { universalShare: 0, salt: 's', campaignShare: 0 },
  };

  test('a scene is replaced, the others stay; the policy is replaced as a whole; generations stay', () => {
    const other = overlaid({ 'scenes.yaml': `scenes: {PARTNER: {${scene}}}`, ...policy({}) });
    expect(other.scenes.get('PARTNER')).toMatchObject({ contactCost: 1, consent: null, callable: null, isVisit: false });
    expect(other.scenes.get('ONLINE')).toEqual(shipped.scenes.get('ONLINE'));
    expect(other.contactPolicy).toEqual({ ...parts, coolDown: { days: 1, families: {} } });
    expect(other.hash).toBe(shipped.hash);
  });

  test.each<[string, Readonly<Record<string, string>>, string]>([
    [
      'a cap on visits',
      policy({ caps: [{ scenes: ['COUNTER', 'ONLINE'], most: 1, days: 7 }] }),
      'contactPolicy.caps.0.scenes: in COUNTER the customer comes himself',
    ],
    ['a visit turned away', policy({ doNotContact: { scenes: ['COUNTER'] } }), 'contactPolicy.doNotContact.scenes: in COUNTER'],
    [
      'a cap of no window',
      policy({ caps: [{ scenes: ['ONLINE'], most: 1 }] }),
      'contactPolicy.caps.0: expected either days or calendar: MONTH',
    ],
    [
      'a cap of two windows',
      policy({ caps: [{ scenes: ['ONLINE'], most: 1, days: 7, calendar: 'MONTH' }] }),
      'expected either days or calendar',
    ],
    [
      'a family without offers',
      policy({ coolDown: { days: 1, families: { DATE: 1 } } }),
      'contactPolicy.coolDown.families.DATE: no offer is of the family "DATE". Did you mean DATA',
    ],
    [
      'a time that is none',
      policy({ quietHours: { from: '24:00', to: '07:00' } }),
      'contactPolicy.quietHours.from: expected a time of day',
    ],
    ['a hold-out of all', policy({ holdOut: { ...parts.holdOut, universalShare: 1 } }), 'contactPolicy.holdOut.universalShare: '],
    [
      'an unknown scene',
      { 'scenes.yaml': `scenes: {SHOP: {${scene}}}` },
      'scenes: expected only COUNTER, OUTBOUND, ONLINE, PARTNER, found SHOP',
    ],
    [
      'a time without quotes',
      { 'scenes.yaml': `scenes: {PARTNER: {${scene}, callable: {from: 9:00, to: "20:00"}}}` },
      'scenes.PARTNER.callable.from: ',
    ],
  ])('%s is refused', (_, files, problem) => {
    const problems = problemsOf(files);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^(scenes|contact-policy)\.yaml:1: /);
    expect(problems[0]).toContain(problem);
  });
});

describe('reasons of outcomes', () => {
  const file = (...entries: readonly string[]) => ({
    'outcome-reasons.yaml': `outcomeReasons:\n${entries.map((each) => `  - {${each}}\n`).join('')}`,
  });
  test('one of another code adds, one of a known code replaces; generations stay', () => {
    const other = overlaid(
      file('code: NO_NEED, en: a, zh: 甲, outcomes: [REACHED]', 'code: MINE, en: b, zh: 乙, outcomes: [ACCEPTED]'),
    );
    expect(other.outcomeReasons.get('NO_NEED')).toEqual({ code: 'NO_NEED', names: { en: 'a', zh: '甲' }, outcomes: ['REACHED'] });
    expect(other.outcomeReasons.size).toBe(shipped.outcomeReasons.size + 1);
    expect(other.hash).toBe(shipped.hash);
  });

  test.each([
    ['an unknown outcome', 'code: X, en: a, zh: 甲, outcomes: [SOLD]', 'outcomeReasons.0.outcomes.0: Invalid option'],
    ['no outcome', 'code: X, en: a, zh: 甲, outcomes: []', 'outcomeReasons.0.outcomes: '],
    ['words that are none', 'code: X, en: 1, zh: 甲, outcomes: [REACHED]', 'outcomeReasons.0.en: '],
  ])('%s is refused', (_, entry, problem) => {
    const problems = problemsOf(file(entry));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`outcome-reasons.yaml:2: ${problem}`);
  });
});
