import type { Offer, Scene } from '../../catalogue/offers/types.js';
import type { AcceptanceBasis } from '../../decisions/acceptance.js';
import { isWeighed, type Why } from '../../decisions/gates/index.js';
import type { OfferVerdict, WeighedEffect } from '../../decisions/judge.js';
import type { KeyedRequest } from '../../ledger/keyed-tables.js';
import type { DecisionRow } from '../../ledger/tables.js';
import type { Row } from '../../warehouse/engine.js';
import type { CampaignSession } from '../session.js';

/** What was decided of an offer; the catalogue may have it no more. */
export interface DecidedOffer extends Omit<OfferVerdict, 'offer'> {
  readonly offer: Pick<Offer, 'code'>;
}

/** What may be offered to a number in a scene, and why all else may not: as it is made, or as it is kept. */
export interface Decision {
  /** null of one that is not stored: nobody finds it by an id. */
  readonly id: string | null;
  readonly number: string;
  readonly scene: Scene;
  /** ISO 8601. */
  readonly at: string;
  /** The marts or the ledger did not answer in time: rules and ranking are last night's, and what could not be checked is not made. */
  readonly degraded: boolean;
  readonly personalised: boolean;
  readonly heldOut: boolean;
  readonly dataDate: string;
  readonly ruleVersion: string;
  /** In the order of the ranks, as many as were asked for. */
  readonly shown: readonly DecidedOffer[];
  /** Of the whole scene, in the catalogue's order. */
  readonly considered: readonly DecidedOffer[];
  /** The number's columns that rules and pitches look at, personal ones masked; none of a degraded or not personalised decision. */
  readonly values: Row;
}

/** An offer as it is kept: with its rates, or stopped before anybody asks for them: then it has none, half of a decision's bytes. */
type KeptOffer = readonly [
  code: string,
  whyOrRank: Why | number,
  acceptance?: number | null,
  netBenefit?: number | null,
  effect?: WeighedEffect | null,
  basis?: AcceptanceBasis,
  contacts?: number,
];

/** What is kept of a decision: enough to explain it when the generation is long gone. */
export function decisionRow(
  decision: Decision & { readonly id: string },
  day: string,
  request: KeyedRequest | null,
  { viewer, manifest }: Pick<CampaignSession, 'viewer' | 'manifest'>,
): DecisionRow {
  return {
    id: decision.id,
    at: decision.at,
    day,
    number_id: decision.number,
    scene: decision.scene,
    subject: viewer.subject,
    generation: manifest.id,
    data_date: decision.dataDate,
    rule_version: decision.ruleVersion,
    personalised: Number(decision.personalised),
    degraded: Number(decision.degraded),
    held_out: Number(decision.heldOut),
    shown: JSON.stringify(decision.shown.map(brief)),
    considered: JSON.stringify({ offers: decision.considered.map(brief), inputs: decision.values }),
    idempotency_key: request?.key ?? null,
    request_hash: request?.hash ?? null,
  };
}

/** A decision as it is kept. */
export function decisionOf(row: DecisionRow): Decision {
  const { offers, inputs } = JSON.parse(row.considered) as { offers: readonly KeptOffer[]; inputs: Row };
  return Object.freeze({
    id: row.id,
    number: row.number_id,
    scene: row.scene as Scene,
    at: row.at,
    degraded: row.degraded === 1,
    personalised: row.personalised === 1,
    heldOut: row.held_out === 1,
    dataDate: row.data_date,
    ruleVersion: row.rule_version,
    shown: (JSON.parse(row.shown) as readonly KeptOffer[]).map(unfolded),
    considered: offers.map(unfolded),
    values: inputs,
  });
}

function brief({ offer: { code }, why, rank, acceptance, evidence, netBenefit, effect }: DecidedOffer): KeptOffer {
  if (!isWeighed(why)) return [code, why!];
  const kept = [code, why ?? rank!, acceptance, netBenefit] as const;
  if (evidence) return [...kept, effect, evidence.basis, evidence.contacts];
  return effect ? [...kept, effect] : kept;
}

/** One that was kept before it was told what its rate rests on has no evidence. */
function unfolded([
  code,
  whyOrRank,
  acceptance = null,
  netBenefit = null,
  effect = null,
  basis,
  contacts = 0,
]: KeptOffer): DecidedOffer {
  const [why, rank] = typeof whyOrRank === 'number' ? [null, whyOrRank] : [whyOrRank, null];
  const evidence = basis ? { basis, contacts } : null;
  return { offer: { code }, why, rank, acceptance, evidence, netBenefit, effect };
}
