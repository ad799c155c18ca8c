import { join } from 'node:path';
import type { Scene } from '../catalogue/offers/types.js';
import type { Catalogue } from '../catalogue/types.js';
import { text } from '../lib/quote.js';
import { type InstanceOptions, openBuilder } from '../warehouse/duckdb.js';
import type { Row, WarehouseEngine } from '../warehouse/engine.js';
import type { Manifest } from '../warehouse/generations.js';
import { jsonRows } from '../warehouse/spelled.js';
import { Acceptance, type ContactCell, contactCells, type Supposed } from './acceptance.js';
import { netBenefit } from './net-benefit.js';
import { Past } from './past.js';
import { Profiles } from './profiles.js';
import { type HeldOutArm, heldOutArms, type RetentionEffect, retentionEffectsOf } from './retention-effects.js';
import { type ProvidedColumns, ruledNumbers } from './rules.js';

/** What offers of a catalogue are decided by, from what came of contacts. */
export interface Judged {
  readonly acceptance: Acceptance;
  /** Of retention offers. */
  readonly effects: ReadonlyMap<string, RetentionEffect>;
  /** SELECTs of what statements read as `number_ruled` and `acceptance`. */
  readonly relations: { readonly number_ruled: string; readonly acceptance: string };
}

/** What decisions about a generation's numbers are made with. */
export interface Decisions extends Pick<Judged, 'acceptance' | 'effects'> {
  readonly profiles: Profiles;
  readonly past: Past;
  /** The same by another catalogue. */
  readonly judgedBy: (catalogue: Catalogue) => Judged;
}

interface Prepared extends Pick<Decisions, 'acceptance' | 'effects' | 'judgedBy'> {
  readonly setup: readonly string[];
}

/** Where none are made. */
export const noDecisions = (catalogue: Catalogue): Prepared =>
  prepared({ cells: [], groups: [], arms: [] }, catalogue, new Set(), false);

/** The trusted SQL that decisions need in the engine (`number_ruled`, `acceptance`), the acceptance itself, and the effects. */
export async function prepareDecisions(
  dir: string,
  catalogue: Catalogue,
  provided: ProvidedColumns,
  limits: Pick<InstanceOptions, 'memoryLimit' | 'tempDirectory'>,
): Promise<Prepared> {
  const builder = await openBuilder(limits);
  try {
    await builder.execute(`attach ${text(join(dir, 'serving.duckdb'))} as serving (read_only)`);
    const told = {
      cells: (await builder.query(contactCells)).map(cellOf),
      groups: await builder.query('select distinct segment, value_tier from serving.number_profile order by all'),
      arms: (await builder.query(heldOutArms)).map(armOf),
    };
    return prepared(told, catalogue, provided, true);
  } finally {
    await builder.close();
  }
}

/** What came of contacts and hold-outs, and which groups of numbers there are. */
interface Told {
  readonly cells: readonly ContactCell[];
  readonly groups: readonly Row[];
  readonly arms: readonly HeldOutArm[];
}

function prepared({ cells, groups, arms }: Told, own: Catalogue, provided: ProvidedColumns, isSetUp: boolean): Prepared {
  const judgedBy = (catalogue: Catalogue): Judged => {
    const acceptance = new Acceptance(cells, supposedBy(catalogue));
    const relations = {
      number_ruled: ruledNumbers(catalogue, provided),
      acceptance: acceptanceRows(groups, catalogue, acceptance),
    };
    return { acceptance, effects: retentionEffectsOf(catalogue, arms), relations };
  };
  const { acceptance, effects, relations } = judgedBy(own);
  const setup = [`create view number_ruled as ${relations.number_ruled}`, `create table acceptance as ${relations.acceptance}`];
  return { setup: isSetUp ? setup : [], acceptance, effects, judgedBy };
}

export async function openDecisions(
  engine: WarehouseEngine,
  { acceptance, effects, judgedBy }: Omit<Prepared, 'setup'>,
  { numbers, dataDate }: Pick<Manifest, 'numbers' | 'dataDate'>,
  catalogue: Catalogue,
): Promise<Decisions> {
  const profiles = await Profiles.load(engine, numbers);
  return Object.freeze({ acceptance, effects, judgedBy, profiles, past: await Past.load(engine, numbers, dataDate, catalogue) });
}

const supposedBy = ({ offers, scenes }: Catalogue): Supposed => ({
  families: new Map([...offers.values()].map(({ code, family }) => [code, family])),
  ofScene: (scene) => scenes.get(scene)?.prior ?? null,
  ofOffer: (offer, scene) => offers.get(offer)?.priors[scene] ?? null,
});

const cellOf = (row: Row): ContactCell => ({
  offer: row.offer_id as string,
  scene: row.scene as Scene,
  segment: row.segment as string | null,
  valueTier: row.value_tier as string | null,
  contacts: Number(row.contacts),
  accepted: Number(row.accepted),
});

const armOf = (row: Row): HeldOutArm => ({
  list: row.list as string,
  offer: row.offer as string,
  horizon: Number(row.horizon),
  share: Number(row.share),
  treated: row.treated as boolean,
  numbers: Number(row.numbers),
  units: Number(row.units),
  squares: Number(row.squares),
  lost: Number(row.lost),
  accepted: Number(row.accepted),
});

/** `acceptance`: of_scene, of_segment, of_tier, and by offer in the catalogue's order accepts (0 to 1), bases (what those rest on) and nets (CNY, by the margin of all); null where nothing is known. */
function acceptanceRows(groups: readonly Row[], { scenes, offers }: Catalogue, acceptance: Acceptance): string {
  const rows = [...scenes.values()].flatMap((rule) =>
    groups.map(({ segment, value_tier }) => {
      const rates = [...offers.values()].map(({ code }) =>
        acceptance.of(code, rule.code, segment as string | null, value_tier as string | null),
      );
      const accepts = rates.map((rate) => rate?.rate ?? null);
      const bases = rates.map((rate) => rate?.basis ?? null);
      const nets = [...offers.values()].map((offer, index) => {
        const rate = accepts[index]!;
        return rate === null ? null : netBenefit(offer, rule, rate);
      });
      return { of_scene: rule.code, of_segment: segment, of_tier: value_tier, accepts, bases, nets };
    }),
  );
  return jsonRows(text(JSON.stringify(rows)), {
    of_scene: 'VARCHAR',
    of_segment: 'VARCHAR',
    of_tier: 'VARCHAR',
    accepts: ['DOUBLE'],
    bases: ['VARCHAR'],
    nets: ['DOUBLE'],
  });
}
