import { expect, test } from 'vitest';
import type { Scene } from '../../src/catalogue/offers/types.js';
import { Acceptance, type ContactCell, type Supposed } from '../../src/decisions/acceptance.js';
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

const supposing = (supposed: Partial<Supposed> = {}): Supposed => ({
  families: new Map(),
  ofScene: () => null,
  ofOffer: () => null,
  ...supposed,
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
  const acceptance = new Acceptance(cells, supposing({ families: new Map(['A', 'B', 'C'].map((code) => [code, 'F'])) }));
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
  const last = new Acceptance(apart, supposing()).of('A', 'COUNTER', 'S', 'T5')!.rate;
  expect(last).toBeGreaterThan(0.35);
  expect(last).toBeLessThan(0.4);
});

test('without any contact nothing is known', () => {
  expect(new Acceptance([], supposing()).of('A', 'COUNTER', null, null)).toBeNull();
});

test('an offer with a prior is (accepted + weight × prior) ÷ (contacts + weight), whatever its family brings', () => {
  const ofOffer = (offer: string) => (offer === 'A' ? { acceptance: 0.03, weight: 200 } : null);
  const supposed = supposing({ families: new Map(['A', 'B'].map((code) => [code, 'F'])), ofOffer });
  const fresh = new Acceptance([], supposed).of('A', 'OUTBOUND', 'STEADY', 'TOP')!;
  expect(fresh.rate).toBeCloseTo(0.03, 12);
  expect(fresh).toMatchObject({ basis: 'PRIOR', contacts: 0 });
  const cells = [
    cell('A', 'OUTBOUND', 'STEADY', 'TOP', 80, 8),
    cell('A', 'OUTBOUND', 'NEW', 'LOW', 20, 0),
    cell('B', 'OUTBOUND', 'STEADY', 'TOP', 900, 400),
  ];
  const acceptance = new Acceptance(cells, supposed);
  const offer = (8 + 200 * 0.03) / (100 + 200);
  expect(acceptance.ofAll('A', 'OUTBOUND')!.rate).toBeCloseTo(offer, 12);
  expect(acceptance.of('A', 'OUTBOUND', 'NOBODY', null)!.rate).toBeCloseTo(offer, 12);
  // Too few cells to tell how much they differ: each is drawn to the offer's rate as strongly as the prior is believed.
  const segment = (8 + 200 * offer) / (80 + 200);
  const tier = (8 + 200 * segment) / (80 + 200);
  expect(acceptance.of('A', 'OUTBOUND', 'STEADY', 'TOP')!.rate).toBeCloseTo(tier, 12);
  expect(acceptance.of('A', 'OUTBOUND', 'STEADY', 'TOP')).toMatchObject({ basis: 'BOTH', contacts: 100 });
  expect(acceptance.of('B', 'OUTBOUND', 'STEADY', 'TOP')).toMatchObject({ basis: 'CONTACTS', contacts: 900 });
  const many = new Acceptance([cell('A', 'OUTBOUND', 'STEADY', 'TOP', 200, 8)], supposed);
  expect(many.of('A', 'OUTBOUND', 'STEADY', 'TOP')).toMatchObject({ basis: 'CONTACTS', contacts: 200 });
});

test("a scene's prior is for whatever is offered there, and gives way to the scene's contacts", () => {
  const supposed = supposing({ ofScene: (scene) => (scene === 'ONLINE' ? { acceptance: 0.02, weight: 50 } : null) });
  const none = new Acceptance([], supposed);
  expect(none.of('A', 'ONLINE', 'S', null)).toMatchObject({ basis: 'PRIOR', contacts: 0 });
  expect(none.of('A', 'ONLINE', 'S', null)!.rate).toBeCloseTo(0.02, 12);
  expect(none.of('A', 'COUNTER', 'S', null)).toBeNull();
  const some = new Acceptance([cell('A', 'ONLINE', 'S', 'T', 10, 1)], supposed);
  const scene = (1 + 50 * 0.02) / (10 + 50);
  expect(some.ofAll('NEW', 'ONLINE')!.rate).toBeCloseTo(scene, 12);
  expect(some.of('NEW', 'ONLINE', null, null)).toMatchObject({ basis: 'BOTH', contacts: 0 });
  // Family and offer in turn, 50 each where nothing is fitted.
  const family = (1 + 50 * scene) / 60;
  expect(some.ofAll('A', 'ONLINE')!.rate).toBeCloseTo((1 + 50 * family) / 60, 12);
});
