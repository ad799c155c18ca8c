import type { Scene } from '../catalogue/offers/types.js';
import { type Level, priorStrength, type ShrunkRate, shrunkRate } from '../methods/experiment/beta-binomial.js';
import type { Proportion } from '../methods/experiment/wilson.js';

/** Past contacts of a kind and how many of them brought an order. */
export interface ContactCell {
  readonly offer: string;
  readonly scene: Scene;
  readonly segment: string | null;
  readonly valueTier: string | null;
  readonly contacts: number;
  readonly accepted: number;
}

/** The cells, from the marts; trials are all contacts, reached or not, as each has its cost. */
export const contactCells = `
  select offer_id, scene, segment, value_tier, count(*) as contacts, count(*) filter (outcome = 'ACCEPTED') as accepted
  from serving.number_contact group by all order by all`;

/**
 * How likely a contact brings an order: by offer × scene × segment × value tier, drawn to offer × scene × segment, to offer × scene, to
 * the offer and to all offers the more, the fewer contacts there were (methods/experiment/beta-binomial.ts). null where nobody was ever contacted.
 */
export class Acceptance {
  private readonly levels: readonly ReadonlyMap<string, Level>[];
  private readonly known = new Map<string, ShrunkRate | null>();

  constructor(cells: readonly ContactCell[]) {
    this.levels = depths.map((depth) => levelOf(cells, depth));
  }

  of(offer: string, scene: Scene, segment: string | null, valueTier: string | null): ShrunkRate | null {
    const path = [offer, scene, segment ?? '', valueTier ?? ''];
    const key = path.join('|');
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const chain = this.levels.map((level, index) => level.get(keyOf(path, depths[index]!)) ?? nothing);
    const shrunk = shrunkRate(chain);
    this.known.set(key, shrunk);
    return shrunk;
  }

  /** Of all customers of a scene: what is known of a number that may not be looked at. */
  ofAll(offer: string, scene: Scene): ShrunkRate | null {
    const chain = this.levels.slice(2).map((level, index) => level.get(keyOf([offer, scene], depths[index + 2]!)) ?? nothing);
    return shrunkRate(chain);
  }
}

/** How much of offer, scene, segment, value tier makes a cell: from the narrowest to the widest. */
const depths = [4, 3, 2, 1, 0] as const;
/** A cell without contacts says nothing: whatever its strength, the wider one's rate is taken. */
const nothing: Level = { hits: 0, trials: 0, strength: 1 };

const keyOf = (path: readonly string[], depth: number): string => path.slice(0, depth).join('|');

/** Cells of one depth; how strongly they are drawn together is told by those of the same offer and scene (of all offers, where scenes are compared). */
function levelOf(cells: readonly ContactCell[], depth: number): ReadonlyMap<string, Level> {
  const sums = new Map<string, Proportion & { readonly group: string }>();
  for (const { offer, scene, segment, valueTier, contacts, accepted } of cells) {
    const path = [offer, scene, segment ?? '', valueTier ?? ''];
    const key = keyOf(path, depth);
    const group = keyOf(path, Math.max(0, Math.min(2, depth - 1)));
    const { hits, trials } = sums.get(key) ?? { hits: 0, trials: 0 };
    sums.set(key, { hits: hits + accepted, trials: trials + contacts, group });
  }
  const groups = new Map<string, Proportion[]>();
  for (const sum of sums.values()) groups.set(sum.group, [...(groups.get(sum.group) ?? []), sum]);
  const strengths = new Map([...groups].map(([group, siblings]) => [group, priorStrength(siblings).strength]));
  return new Map([...sums].map(([key, { hits, trials, group }]) => [key, { hits, trials, strength: strengths.get(group)! }]));
}
