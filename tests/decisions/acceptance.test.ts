import { expect, test } from 'vitest';
import type { Scene } from '../../src/catalogue/offers/types.js';
import { Acceptance, type ContactCell } from '../../src/decisions/acceptance.js';
import { priorStrength } from '../../src/methods/experiment/beta-binomial.js';

const cell = (
  offer: string,
  scene: Scene,
  segment: string,
  valueTier: string,
  contacts: number,
  accepted: number,
): ContactCell => ({
  offer,
  scene,
  segment,
  valueTier,
  contacts,
  accepted,
});

test('a cell is drawn to the wider ones, by hand', () => {
  const cells = [
    cell('A', 'COUNTER', 'STEADY', 'TOP', 10, 5),
    cell('A', 'COUNTER', 'STEADY', 'LOW', 90, 9),
    cell('A', 'OUTBOUND', 'STEADY', 'LOW', 300, 30),
    cell('B', 'COUNTER', 'STEADY', 'LOW', 600, 6),
    cell('OTHER', 'COUNTER', 'STEADY', 'LOW', 300, 100),
  ];
  // A and B are of one family.
  const acceptance = new Acceptance(cells, new Map(['A', 'B', 'C'].map((code) => [code, 'F'])));
  // Too few siblings anywhere to fit a strength: 50 at every level.
  const scene = 120 / 1000;
  const family = (20 + 50 * scene) / (700 + 50);
  const offer = (14 + 50 * family) / (100 + 50);
  const segment = (14 + 50 * offer) / (100 + 50);
  const top = (5 + 50 * segment) / (10 + 50);
  expect(acceptance.of('A', 'COUNTER', 'STEADY', 'TOP')!.rate).toBeCloseTo(top, 12);
  expect(acceptance.of('A', 'COUNTER', 'OTHER', 'TOP')!.rate).toBeCloseTo(offer, 12);
  expect(acceptance.ofAll('A', 'COUNTER')!.rate).toBeCloseTo(offer, 12);
  // A new offer is like its family in the scene, one of a new family like the scene; of a scene nothing is known by others.
  expect(acceptance.of('C', 'COUNTER', null, null)!.rate).toBeCloseTo(family, 12);
  expect(acceptance.of('NEW', 'COUNTER', null, null)!.rate).toBeCloseTo(scene, 12);
  expect(acceptance.of('C', 'OUTBOUND', null, null)!.rate).toBeCloseTo(30 / 300, 12);
  expect(acceptance.of('A', 'ONLINE', null, null)).toBeNull();
});

test('the more cells of an offer in a scene differ, the more each is believed', () => {
  const tiers = ['T1', 'T2', 'T3', 'T4', 'T5'];
  const alike = tiers.map((tier) => cell('A', 'COUNTER', 'S', tier, 200, 20));
  const apart = tiers.map((tier, index) => cell('A', 'COUNTER', 'S', tier, 200, [2, 10, 20, 40, 80][index]!));
  const strength = (cells: readonly ContactCell[]) =>
    priorStrength(cells.map(({ contacts, accepted }) => ({ hits: accepted, trials: contacts }))).strength;
  expect(strength(apart)).toBeLessThan(strength(alike));
  const last = new Acceptance(apart, new Map()).of('A', 'COUNTER', 'S', 'T5')!.rate;
  expect(last).toBeGreaterThan(0.35);
  expect(last).toBeLessThan(0.4);
});

test('without any contact nothing is known', () => {
  expect(new Acceptance([], new Map()).of('A', 'COUNTER', null, null)).toBeNull();
});
