import type { Names } from '../../catalogue/names.js';
import type { Offer } from '../../catalogue/offers/types.js';
import { type Gate, gateOf, reasonOf, type Why } from '../../decisions/gates/index.js';
import { ruleVersionOf } from '../../decisions/rule-version.js';
import { camelCase, type NumberColumns } from '../../slices/columns.js';
import type { Row, Value } from '../../warehouse/engine.js';
import { type OfferView, pastOffer } from '../offers.js';
import { isPersonal, pitchOf } from '../pitch.js';
import type { CampaignSession } from '../session.js';
import type { DecidedOffer, Decision } from './decision.js';

/** An offer that was considered: made at its rank, or stopped at a gate. */
export interface Candidate {
  readonly offer: OfferView;
  /** null: the catalogue has it no more. */
  readonly definition: Offer | null;
  readonly rank: number | null;
  /** CNY. */
  readonly netBenefit: number | null;
  readonly acceptProbability: number | null;
  readonly stoppedAt: Gate | null;
  readonly why: Why | null;
  /** Of the offer's rule; of a decision under other rules than today's, where that is not kept, of all rules together. */
  readonly ruleVersion: string;
  /** What was looked at of the number. */
  readonly values: Row;
}

export interface RuleInput {
  readonly name: string;
  readonly value: string | number | boolean | null;
}

/** The offers of a decision as viewers are told of them. */
export const candidatesOf = (
  offers: readonly DecidedOffer[],
  { values, ruleVersion }: Pick<Decision, 'values' | 'ruleVersion'>,
  context: Pick<CampaignSession, 'catalogue' | 'viewer'>,
): readonly Candidate[] => {
  const isOfToday = ruleVersion === ruleVersionOf(context.catalogue);
  return offers.map(({ offer: { code }, rank, netBenefit, acceptance, why }) => {
    const definition = context.catalogue.offers.get(code) ?? null;
    return {
      offer: pastOffer(code, context),
      definition,
      rank,
      netBenefit,
      acceptProbability: acceptance,
      stoppedAt: why && gateOf(why),
      why,
      ruleVersion: definition && isOfToday ? definition.ruleVersion : ruleVersion,
      values,
    };
  });
};

/** Why an offer is made, or why not. */
export function candidateReason({ why, definition, acceptProbability, netBenefit }: Candidate): Names {
  if (why !== null) return reasonOf(why, definition);
  const [percent, net] = [(acceptProbability! * 100).toFixed(1), netBenefit!.toFixed(2)];
  const whom = definition?.eligible.words;
  return {
    en: `${whom ? `For who ${whom.en}; accepted` : 'Accepted'} by ${percent} %, brings ${net} CNY on average.`,
    zh: `${whom ? `适用：${whom.zh}；` : ''}预计接受率 ${percent}%，每次接触净收益 ${net} 元。`,
  };
}

export function pitchTo({ definition, rank, values }: Candidate): Names | null {
  if (rank === null || definition === null) return null;
  return isPersonal(definition.pitch) && !('id' in values) ? null : pitchOf(definition.pitch, values);
}

/** Of the columns that the rule names, in the alphabet's order; none where nothing was looked at, or nobody knows the rule any more. */
export const inputsOf = ({ definition, values }: Candidate, columns: NumberColumns): readonly RuleInput[] =>
  (definition?.inputs ?? [])
    .filter((name) => name in values)
    .map((name) => ({ name, value: cell(values[name] ?? null, columns.get(camelCase(name))?.kind) }));

function cell(value: Value, kind: string | undefined): string | number | boolean | null {
  if (value === null || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.join(', ');
  return kind === 'number' ? Number(value) : typeof value === 'number' ? value : String(value);
}
