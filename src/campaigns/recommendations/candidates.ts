import type { Names } from '../../catalogue/names.js';
import { wholeWords } from '../../catalogue/offers/offers.js';
import type { Offer } from '../../catalogue/offers/types.js';
import type { Evidence } from '../../decisions/acceptance.js';
import { type Gate, gateOf, reasonOf, type Why } from '../../decisions/gates/index.js';
import type { WeighedEffect } from '../../decisions/judge.js';
import { stakeColumns } from '../../decisions/net-benefit.js';
import { ruleVersionOf } from '../../decisions/rule-version.js';
import { uncheckedOf } from '../../decisions/rules.js';
import { seesColumn, seesTerms } from '../../security/grants.js';
import { camelCase, type NumberColumns } from '../../slices/columns.js';
import type { Row, Value } from '../../warehouse/engine.js';
import { type OfferView, pastOffer } from '../offers.js';
import { isPersonal, pitchOf } from '../pitch.js';
import type { CampaignSession } from '../session.js';
import type { DecidedOffer, Decision } from './decision.js';
import { isTellable } from './resolve-number.js';

/** An offer that was considered: made at its rank, or stopped at a gate. */
export interface Candidate {
  readonly offer: OfferView;
  /** null: the catalogue has it no more. */
  readonly definition: Offer | null;
  readonly rank: number | null;
  /** CNY. */
  readonly netBenefit: number | null;
  readonly acceptProbability: number | null;
  /** What that rests on; null where it is, and of a decision that was kept before it was told. */
  readonly evidence: Evidence | null;
  /** What a retention offer was weighed by; null of another one, and where it is not told. */
  readonly effect: WeighedEffect | null;
  readonly stoppedAt: Gate | null;
  readonly why: Why | null;
  /** Of the offer's rule; of a decision under other rules than today's, where that is not kept, of all rules together. */
  readonly ruleVersion: string;
  /** What was looked at of the number, as far as the viewer is told; what a pitch says of it he is. */
  readonly values: Row;
  readonly pitches: Names | null;
  /** Conditions that were left out, as the warehouse lacks what they look at. */
  readonly unchecked: readonly Names[];
  /** Is the viewer told all that the rule looks at? Else the rule's words would tell it. */
  readonly isRuleTold: boolean;
}

export interface RuleInput {
  readonly name: string;
  readonly value: string | number | boolean | null;
}

/** The offers of a decision as viewers are told of them. */
export const candidatesOf = (
  offers: readonly DecidedOffer[],
  { number, scene, values, ruleVersion }: Pick<Decision, 'number' | 'scene' | 'values' | 'ruleVersion'>,
  context: Pick<CampaignSession, 'catalogue' | 'viewer' | 'decisions' | 'coverage'>,
): readonly Candidate[] => {
  const { viewer } = context;
  const mayTell = isTellable(number, scene, context);
  const isOfToday = ruleVersion === ruleVersionOf(context.catalogue);
  const told = Object.fromEntries(Object.entries(values).filter(([name]) => seesColumn(viewer, camelCase(name))));
  // What a pitch says is told with the offer, but for what is hidden.
  const spoken = Object.fromEntries(Object.entries(values).filter(([name]) => !viewer.columns.hidden.has(camelCase(name))));
  const isTold = seesTerms(viewer);
  return offers.map(({ offer: { code }, rank, netBenefit, acceptance, evidence, effect, why: own }) => {
    const why = mayTell ? own : 'NOT_AGREED';
    const definition = context.catalogue.offers.get(code) ?? null;
    return {
      offer: pastOffer(code, context),
      definition,
      rank,
      netBenefit: isTold ? netBenefit : null,
      acceptProbability: isTold ? acceptance : null,
      evidence: isTold ? evidence : null,
      effect: isTold && mayTell ? effect : null,
      stoppedAt: why && gateOf(why),
      why,
      ruleVersion: definition && isOfToday ? definition.ruleVersion : ruleVersion,
      values: mayTell ? told : {},
      pitches: rank === null || definition === null ? null : pitchTo(definition, spoken),
      unchecked: definition ? uncheckedOf(definition, context.coverage.provided) : [],
      isRuleTold: (definition?.inputs ?? []).every((name) => seesColumn(viewer, camelCase(name))),
    };
  });
};

/** Why an offer is made, and what was not looked at for it; or why not. */
export function candidateReason(candidate: Candidate): Names {
  const { rank, unchecked, isRuleTold } = candidate;
  const { en, zh } = reasonAlone(candidate);
  if (rank === null || unchecked.length === 0 || !isRuleTold) return { en, zh };
  return {
    en: `${en} Not checked, as the warehouse lacks the columns: ${unchecked.map((words) => words.en).join(', ')}.`,
    zh: `${zh}数据仓库缺少字段，未检查：${unchecked.map((words) => words.zh).join('、')}。`,
  };
}

function reasonAlone(candidate: Candidate): Names {
  const { why, rank, definition, acceptProbability, netBenefit, isRuleTold } = candidate;
  if (why !== null) return reasonOf(why, isRuleTold ? definition : null);
  const whom = isRuleTold && definition ? wholeWords(definition.eligible) : undefined;
  if (acceptProbability === null || netBenefit === null)
    return {
      en: `${whom ? `For who ${whom.en}; it` : 'It'} ranks ${rank}.`,
      zh: `${whom ? `适用：${whom.zh}；` : ''}排名第 ${rank}。`,
    };
  const [percent, net] = [(acceptProbability * 100).toFixed(1), netBenefit.toFixed(2)];
  return {
    en: `${whom ? `For who ${whom.en}; accepted` : 'Accepted'} by ${percent} %${basisWords(candidate).en}, brings ${net} CNY on average${weighedBy(candidate).en}.`,
    zh: `${whom ? `适用：${whom.zh}；` : ''}预计接受率 ${percent}%${basisWords(candidate).zh}，每次接触净收益 ${net} 元${weighedBy(candidate).zh}。`,
  };
}

/** A prior is no measurement, and is told as what it is. */
function basisWords({ evidence }: Candidate): Names {
  if (evidence?.basis === 'PRIOR') return { en: ' (a prior: nobody was contacted so yet)', zh: '（先验假设，尚无接触记录）' };
  if (evidence?.basis === 'BOTH')
    return { en: ' (most of it a prior: few were contacted so yet)', zh: '（以先验假设为主，接触记录尚少）' };
  return { en: '', zh: '' };
}

/** What the net benefit of a retention offer rests on. */
function weighedBy({ effect }: Candidate): Names {
  if (effect === null) return { en: '', zh: '' };
  if (effect.share === null)
    return { en: ' (by its margin, as the risk of leaving is not known)', zh: '（离网风险未知，按产品毛利计算）' };
  const percent = (effect.share * 100).toFixed(0);
  return effect.from === 'HOLD_OUT'
    ? { en: `: it prevents ${percent} % of losses, as hold-outs tell`, zh: `（对照组显示可挽回 ${percent}% 的流失）` }
    : { en: `: it prevents ${percent} % of losses, as is supposed of it`, zh: `（按产品设定可挽回 ${percent}% 的流失）` };
}

const pitchTo = ({ pitch }: Offer, values: Row): Names | null =>
  isPersonal(pitch) && !('id' in values) ? null : pitchOf(pitch, values);

/**
 * Of the columns that the rule names and a retention offer is weighed by, in the alphabet's order, and then its effect with who says so; none
 * where nothing was looked at, or nobody knows the rule any more.
 */
export function inputsOf({ definition, values, effect }: Candidate, columns: NumberColumns): readonly RuleInput[] {
  const names = definition ? [...new Set([...definition.inputs, ...stakeColumns(definition)])].sort() : [];
  const own = names
    .filter((name) => name in values)
    .map((name) => ({ name, value: cell(values[name] ?? null, columns.get(camelCase(name))?.kind) }));
  const told = effect
    ? [
        { name: 'effect', value: effect.share },
        { name: 'effect_from', value: effect.from },
      ]
    : [];
  return own.length === 0 ? [] : [...own, ...told];
}

function cell(value: Value, kind: string | undefined): string | number | boolean | null {
  if (value === null || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.join(', ');
  return kind === 'number' ? Number(value) : typeof value === 'number' ? value : String(value);
}
