import type { Names } from '../../catalogue/names.js';
import { type Gate, gateOf, type Why } from '../../decisions/gates/index.js';
import type { OfferVerdict } from '../../decisions/judge.js';
import { camelCase, type NumberColumns } from '../../slices/columns.js';
import type { Row, Value } from '../../warehouse/engine.js';
import { isPersonal, pitchOf } from '../pitch.js';
import type { DecisionResult } from './decide.js';

/** An offer that was considered: made at its rank, or stopped at a gate. */
export interface Candidate {
  readonly rank: number | null;
  /** CNY. */
  readonly netBenefit: number | null;
  readonly acceptProbability: number | null;
  readonly stoppedAt: Gate | null;
  readonly why: Why | null;
  readonly ruleVersion: string;
  readonly verdict: OfferVerdict;
  /** What was looked at of the number. */
  readonly values: Row;
}

export interface RuleInput {
  readonly name: string;
  readonly value: string | number | boolean | null;
}

/** Verdicts as viewers are told of them. */
export const candidatesOf = (
  verdicts: readonly OfferVerdict[],
  { values }: Pick<DecisionResult, 'values'>,
): readonly Candidate[] =>
  verdicts.map((verdict) => ({
    rank: verdict.rank,
    netBenefit: verdict.netBenefit,
    acceptProbability: verdict.acceptance,
    stoppedAt: verdict.why && gateOf(verdict.why),
    why: verdict.why,
    ruleVersion: verdict.offer.ruleVersion,
    verdict,
    values,
  }));

/** Why an offer is made. */
export function madeOf({ offer, acceptance, netBenefit }: OfferVerdict): Names {
  const [percent, net] = [(acceptance! * 100).toFixed(1), netBenefit!.toFixed(2)];
  const { eligible } = offer;
  return {
    en: `For who ${eligible.words.en}; accepted by ${percent} %, brings ${net} CNY on average.`,
    zh: `适用：${eligible.words.zh}；预计接受率 ${percent}%，每次接触净收益 ${net} 元。`,
  };
}

export function pitchTo({ verdict: { offer, rank }, values }: Candidate): Names | null {
  if (rank === null || (isPersonal(offer.pitch) && !('id' in values))) return null;
  return pitchOf(offer.pitch, values);
}

/** Of the columns that the rule names, in the alphabet's order; none where nothing was looked at. */
export const inputsOf = ({ verdict, values }: Candidate, columns: NumberColumns): readonly RuleInput[] =>
  verdict.offer.inputs
    .filter((name) => name in values)
    .map((name) => ({ name, value: cell(values[name] ?? null, columns.get(camelCase(name))?.kind) }));

function cell(value: Value, kind: string | undefined): string | number | boolean | null {
  if (value === null || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.join(', ');
  return kind === 'number' ? Number(value) : typeof value === 'number' ? value : String(value);
}
