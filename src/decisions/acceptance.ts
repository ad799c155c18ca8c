import type { AcceptancePrior, Scene } from '../catalogue/offers/types.js';
import { groupedBy } from '../lib/grouped-by.js';
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
 * What a rate rests on. PRIOR: nobody was contacted where the prior counts, and it stands alone. BOTH: fewer were than it weighs. CONTACTS: at least as many, or
 * there is none. SCORE: the warehouse's own score, no contacts at all.
 */
export const acceptanceBases = ['PRIOR', 'BOTH', 'CONTACTS', 'SCORE'] as const;
export type AcceptanceBasis = (typeof acceptanceBases)[number];

export interface Evidence {
  readonly basis: AcceptanceBasis;
  /** With the offer in the scene. */
  readonly contacts: number;
}

/** What the catalogue says before contacts do. */
export interface Supposed {
  /** Of the catalogue's offers; one that is not in it is a family of its own. */
  readonly families: ReadonlyMap<string, string>;
  /** Of a scene as a whole, and of an offer in it; null: nothing. */
  readonly ofScene: (scene: Scene) => AcceptancePrior | null;
  readonly ofOffer: (offer: string, scene: Scene) => AcceptancePrior | null;
}

export type Rate = ShrunkRate & Evidence;

/**
 * How likely a contact brings an order: by offer × scene × segment × value tier, drawn to offer × scene × segment, to offer × scene, to
 * the offer's family in the scene and to the scene the more, the fewer contacts there were (methods/experiment/beta-binomial.ts). Never to
 * other scenes: a counter accepts six times as often as a text message.
 *
 * A prior is one more, widest level, and its weight is how strongly the one below is drawn to it: the scene's stands above the scene, an offer's own above the
 * offer, where family and scene then say nothing. So an offer with one is (accepted + weight × prior) ÷ (contacts + weight), and its narrower cells, as long
 * as nothing tells how much they differ, are drawn to that at least as strongly. null where neither a contact nor a prior tells anything.
 */
export class Acceptance {
  private readonly levels: readonly ReadonlyMap<string, Cell>[];
  private readonly known = new Map<string, Rate | null>();

  constructor(
    cells: readonly ContactCell[],
    private readonly supposed: Supposed,
  ) {
    this.levels = ladder.map((step) =>
      levelOf(
        cells.map((cell) => [this.pathOf(cell), cell]),
        step,
      ),
    );
  }

  of(offer: string, scene: Scene, segment: string | null, valueTier: string | null): Rate | null {
    return this.rateFrom(0, { offer, scene, segment, valueTier });
  }

  /** Of all customers of a scene: what is known of a number that may not be looked at. */
  ofAll(offer: string, scene: Scene): Rate | null {
    return this.rateFrom(offerStep, { offer, scene, segment: null, valueTier: null });
  }

  private rateFrom(narrowest: number, cell: Omit<ContactCell, 'contacts' | 'accepted'>): Rate | null {
    const path = this.pathOf(cell);
    const key = `${narrowest} ${path.join('|')}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const levels = this.levels.map((level, step) => level.get(path.slice(0, ladder[step]).join('|')) ?? nothing);
    const own = this.supposed.ofOffer(cell.offer, cell.scene);
    const prior = own ?? this.supposed.ofScene(cell.scene);
    const widest = own ? offerStep : levels.length - 1;
    const shrunk = shrunkRate(withPrior(levels.slice(narrowest, widest + 1), prior));
    const basis = basisOf(levels[widest]!.trials, prior);
    const rate = shrunk && { ...shrunk, basis, contacts: levels[offerStep]!.trials };
    this.known.set(key, rate);
    return rate;
  }

  private pathOf({ offer, scene, segment, valueTier }: Omit<ContactCell, 'contacts' | 'accepted'>): readonly string[] {
    return [scene, this.supposed.families.get(offer) ?? offer, offer, segment ?? '', valueTier ?? ''];
  }
}

/** How much of scene, family, offer, segment, value tier makes a cell: from the narrowest to the widest; the offer's is the third. */
const ladder = [5, 4, 3, 2, 1] as const;
const offerStep = 2;

interface Cell extends Level {
  readonly isFitted: boolean;
}

/** A cell without contacts says nothing: whatever its strength, the wider one's rate is taken. */
const nothing: Cell = { hits: 0, trials: 0, strength: 1, isFitted: false };

function withPrior(levels: readonly Cell[], prior: AcceptancePrior | null): readonly Level[] {
  if (!prior) return levels;
  const { acceptance, weight } = prior;
  const drawn = levels.map((level, step): Level => {
    if (step === levels.length - 1) return { ...level, strength: weight };
    return level.isFitted ? level : { ...level, strength: Math.max(level.strength, weight) };
  });
  return [...drawn, { hits: acceptance, trials: 1, strength: weight }];
}

function basisOf(contacts: number, prior: AcceptancePrior | null): AcceptanceBasis {
  if (!prior || contacts >= prior.weight) return 'CONTACTS';
  return contacts === 0 ? 'PRIOR' : 'BOTH';
}

/**
 * Cells of one step; how strongly they are drawn together is told by those beside them: of the same offer and scene, and further up by the
 * family's offers, the scene's families, the scenes.
 */
function levelOf(cells: readonly (readonly [readonly string[], ContactCell])[], step: number): ReadonlyMap<string, Cell> {
  const sums = new Map<string, Proportion & { readonly group: string }>();
  for (const [path, { contacts, accepted }] of cells) {
    const key = path.slice(0, step).join('|');
    const group = path.slice(0, Math.min(3, step - 1)).join('|');
    const { hits, trials } = sums.get(key) ?? { hits: 0, trials: 0 };
    sums.set(key, { hits: hits + accepted, trials: trials + contacts, group });
  }
  const groups = groupedBy(sums.values(), ({ group }) => group);
  const fitted = new Map([...groups].map(([group, siblings]) => [group, priorStrength(siblings)]));
  return new Map(
    [...sums].map(([key, { hits, trials, group }]) => {
      const { strength, basis } = fitted.get(group)!;
      return [key, { hits, trials, strength, isFitted: basis === 'MOMENTS' }];
    }),
  );
}
