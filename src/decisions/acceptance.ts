import type { Scene } from '../catalogue/offers/types.js';
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
 * How likely a contact brings an order: by offer × scene × segment × value tier, drawn to offer × scene × segment, to offer × scene, to
 * the offer's family in the scene and to the scene the more, the fewer contacts there were (methods/experiment/beta-binomial.ts). Never to
 * other scenes: a counter accepts six times as often as a text message. null where nobody was ever contacted in the scene.
 */
export class Acceptance {
  private readonly levels: readonly ReadonlyMap<string, Level>[];
  private readonly known = new Map<string, ShrunkRate | null>();

  /** `families`: of the catalogue's offers; one that is not in it is a family of its own. */
  constructor(
    cells: readonly ContactCell[],
    private readonly families: ReadonlyMap<string, string>,
  ) {
    this.levels = ladder.map((step) =>
      levelOf(
        cells.map((cell) => [this.pathOf(cell), cell]),
        step,
      ),
    );
  }

  of(offer: string, scene: Scene, segment: string | null, valueTier: string | null): ShrunkRate | null {
    return this.rateFrom(0, { offer, scene, segment, valueTier });
  }

  /** Of all customers of a scene: what is known of a number that may not be looked at. */
  ofAll(offer: string, scene: Scene): ShrunkRate | null {
    return this.rateFrom(2, { offer, scene, segment: null, valueTier: null });
  }

  private rateFrom(narrowest: number, cell: Omit<ContactCell, 'contacts' | 'accepted'>): ShrunkRate | null {
    const path = this.pathOf(cell);
    const key = `${narrowest} ${path.join('|')}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const chain = this.levels.map((level, step) => level.get(path.slice(0, ladder[step]).join('|')) ?? nothing).slice(narrowest);
    const shrunk = shrunkRate(chain);
    this.known.set(key, shrunk);
    return shrunk;
  }

  private pathOf({ offer, scene, segment, valueTier }: Omit<ContactCell, 'contacts' | 'accepted'>): readonly string[] {
    return [scene, this.families.get(offer) ?? offer, offer, segment ?? '', valueTier ?? ''];
  }
}

/** How much of scene, family, offer, segment, value tier makes a cell: from the narrowest to the widest. */
const ladder = [5, 4, 3, 2, 1] as const;
/** A cell without contacts says nothing: whatever its strength, the wider one's rate is taken. */
const nothing: Level = { hits: 0, trials: 0, strength: 1 };

/**
 * Cells of one step; how strongly they are drawn together is told by those beside them: of the same offer and scene, and further up by the
 * family's offers, the scene's families, the scenes.
 */
function levelOf(cells: readonly (readonly [readonly string[], ContactCell])[], step: number): ReadonlyMap<string, Level> {
  const sums = new Map<string, Proportion & { readonly group: string }>();
  for (const [path, { contacts, accepted }] of cells) {
    const key = path.slice(0, step).join('|');
    const group = path.slice(0, Math.min(3, step - 1)).join('|');
    const { hits, trials } = sums.get(key) ?? { hits: 0, trials: 0 };
    sums.set(key, { hits: hits + accepted, trials: trials + contacts, group });
  }
  const groups = groupedBy(sums.values(), ({ group }) => group);
  const strengths = new Map([...groups].map(([group, siblings]) => [group, priorStrength(siblings).strength]));
  return new Map([...sums].map(([key, { hits, trials, group }]) => [key, { hits, trials, strength: strengths.get(group)! }]));
}
