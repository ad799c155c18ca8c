import { decide } from '../../../src/campaigns/recommendations/decide.js';
import type { Decision } from '../../../src/campaigns/recommendations/decision.js';
import type { Scene } from '../../../src/catalogue/offers/types.js';
import { scenes } from '../../../src/catalogue/offers/types.js';
import { listStatement } from '../../../src/decisions/list-statement.js';
import type { RequestContext } from '../../../src/faces/context.js';
import { createContext } from '../../../src/faces/context.js';
import { developer } from '../../../src/security/viewer.js';
import type { Row } from '../../../src/warehouse/engine.js';
import type { Gateway } from '../../support/gateway.js';

export { scenes };

/** A request's context, with some of it in another way. */
export function contextOf({ serving, martlet, channels }: Gateway, other: Partial<RequestContext> = {}): RequestContext {
  const options = { serving, definitions: martlet.definitions, viewer: developer, requestId: 'test', log: console, channels };
  return { ...createContext(options), ...other };
}

export const decided = (gateway: Gateway, id: string, scene: Scene, other: Partial<RequestContext> = {}): Promise<Decision> =>
  decide({ id, scene, limit: 20, personalised: true }, contextOf(gateway, other));

export const contact = (numberId: string, offer: string, scene: Scene, outcome: string, at: string, key: string) => ({
  subject: 'test',
  idempotencyKey: key,
  requestHash: key,
  numberId,
  offer,
  scene,
  outcome,
  at: new Date(at).toISOString(),
  day: at.slice(0, 10),
  month: at.slice(0, 7),
  listId: null,
  decisionId: null,
  note: null,
  cost: 0,
  margin: null,
  generation: 'g',
  household: null,
});

/** What a list of the whole scene makes of every number on a day. */
export async function listed(gateway: Gateway, scene: Scene, today: string): Promise<ReadonlyMap<string, Row>> {
  const { catalogue } = gateway.martlet.definitions;
  const own = await gateway.ledger.db.selectFrom('contact').selectAll().execute();
  const words = await gateway.ledger.db.selectFrom('do_not_contact').selectAll().where('scene', '=', scene).execute();
  const values = (rows: readonly (readonly (string | null)[])[], columns: string) =>
    `select * from (values ${rows.map((row) => `(${row.map((cell) => (cell === null ? 'null' : `'${cell}'`)).join(', ')})`).join(', ')}) as t(${columns})`;
  const sources = {
    mart: 'select contact_id, number_id, "on", scene, offer_id, outcome from serving.number_contact',
    own: `select * replace (cast(number_id as bigint) as number_id, cast(draw as ubigint) as draw) from (${values(
      own.map((row) => [row.id, row.number_id, row.day, row.scene, row.offer, row.outcome, row.household]),
      'contact_id, number_id, "on", scene, offer_id, outcome, draw',
    )})`,
    words: `select cast(number_id as bigint) as number_id, until from (${values(
      words.map((row) => [row.number_id, row.until]),
      'number_id, until',
    )})`,
  };
  const plan = {
    catalogue,
    scene,
    offers: [...catalogue.offers.values()].filter((offer) => offer.scenes.includes(scene)),
    today,
    numbers: 'select number_id from serving.number_profile',
    ranksByValue: false,
    contacts: sources,
    full: new Set<string>(),
    kept: 'select draw, null::varchar as offer from number_ruled where false',
    listed: 'select number_id, draw, null::varchar as offer from number_ruled where false',
    hasScores: false,
    effects: gateway.serving.decisions.effects,
    salt: 'nobody',
    holdOut: 0,
    exploration: 0,
    maxSize: null,
    budget: null,
    per: 'NUMBER' as const,
  };
  const rows = await gateway.sql(`select cast(number_id as varchar) as id, * exclude (number_id) from (${listStatement(plan)})`);
  return new Map(rows.map((row) => [row.id as string, row]));
}
