import type {
  AcceptanceBasis,
  CampaignVerdict,
  Gate,
  ListStatus,
  Outcome,
  ProgressBy,
  Scene,
  Verdict,
} from '../graph/documents.ts';
import { dictionary } from '../words/words.ts';

interface Pair {
  readonly en: string;
  readonly zh: string;
}
type Each<Code extends string> = Readonly<Record<Code, Pair>>;

export const sceneWords = dictionary({
  COUNTER: { en: 'Counter', zh: '柜台' },
  OUTBOUND: { en: 'Outbound call', zh: '外呼' },
  ONLINE: { en: 'Online', zh: '线上' },
  PARTNER: { en: 'Partner', zh: '合作渠道' },
} satisfies Each<Scene>);

export const outcomeWords = dictionary({
  ACCEPTED: { en: 'Accepted', zh: '已办理' },
  REFUSED: { en: 'Refused', zh: '拒绝' },
  REACHED: { en: 'Reached', zh: '已接触' },
  NOT_REACHED: { en: 'Not reached', zh: '未接通' },
  CALL_BACK: { en: 'Call back', zh: '约定回拨' },
  DO_NOT_CONTACT: { en: 'Do not contact', zh: '勿再打扰' },
  WRONG_NUMBER: { en: 'Wrong number', zh: '空号错号' },
} satisfies Each<Outcome>);

export const gateWords = dictionary({
  ELIGIBLE: { en: 'Eligibility', zh: '办理资格' },
  RELEVANT: { en: 'Relevance', zh: '是否需要' },
  SUITABLE: { en: 'Suitability', zh: '是否合适' },
  CONSENT: { en: 'Consent', zh: '客户授权' },
  CONTACT_POLICY: { en: 'Contact policy', zh: '接触规则' },
  BUDGET: { en: 'Size and budget', zh: '规模与预算' },
  HOLD_OUT: { en: 'Hold-out', zh: '对照组' },
  NET_BENEFIT: { en: 'Net benefit', zh: '净收益' },
} satisfies Each<Gate>);

export const statusWords = dictionary({
  DRAFT: { en: 'Draft', zh: '草稿' },
  FROZEN: { en: 'Frozen', zh: '已冻结' },
  APPROVED: { en: 'Approved', zh: '已审批' },
  RUNNING: { en: 'Running', zh: '执行中' },
  CLOSED: { en: 'Closed', zh: '已关闭' },
  EXPIRED: { en: 'Expired', zh: '已到期' },
} satisfies Each<ListStatus>);

export const verdictWords = dictionary({
  BEHIND: { en: 'behind', zh: '落后' },
  MISSED: { en: 'missed', zh: '未达成' },
  ON_TRACK: { en: 'on track', zh: '正常推进' },
  OPEN: { en: 'open', zh: '待观察' },
  REACHED: { en: 'reached', zh: '已达成' },
  UNKNOWN: { en: 'not known', zh: '未知' },
} satisfies Each<Verdict>);

export const effectWords = dictionary({
  HARM: { en: 'harm', zh: '负效果' },
  NO_CONTROL: { en: 'no control', zh: '无对照' },
  NO_EFFECT_SHOWN: { en: 'no effect shown', zh: '效果不显著' },
  SAMPLE_RATIO_MISMATCH: { en: 'arms do not match', zh: '分组不符' },
  TOO_SMALL: { en: 'too small', zh: '样本过少' },
  UPLIFT: { en: 'uplift', zh: '有提升' },
} satisfies Each<CampaignVerdict>);

export const progressWords = dictionary({
  AGENT: { en: 'by agent', zh: '按人员' },
  OUTCOME: { en: 'by outcome', zh: '按结果' },
  DAY: { en: 'by day', zh: '按日' },
  HOUR: { en: 'by hour', zh: '按小时' },
} satisfies Each<ProgressBy>);

export const stateWords = dictionary({
  open: { en: 'open', zh: '待处理' },
  claimed: { en: 'claimed', zh: '处理中' },
  done: { en: 'done', zh: '已完成' },
  exhausted: { en: 'exhausted', zh: '不再联系' },
});

/** What a chance of acceptance rests on, where that is no measurement. */
export const basisWords = dictionary({
  PRIOR: { en: 'a prior: no contacts yet', zh: '先验假设，尚无接触' },
  BOTH: { en: 'mostly a prior: few contacts yet', zh: '以先验假设为主，接触尚少' },
});

/** Does it rest on a prior, wholly or for the most part? */
export const isSupposed = (basis: AcceptanceBasis | null): basis is 'PRIOR' | 'BOTH' => basis === 'PRIOR' || basis === 'BOTH';
