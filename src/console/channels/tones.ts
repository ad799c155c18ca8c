import type { Tone } from '../controls/chip.tsx';
import type { CampaignVerdict, ListStatus, Verdict } from '../graph/documents.ts';

export const statusTones: Readonly<Record<ListStatus, Tone>> = {
  DRAFT: 'neutral',
  FROZEN: 'warn',
  APPROVED: 'accent',
  RUNNING: 'accent',
  CLOSED: 'neutral',
  EXPIRED: 'neutral',
};

export const verdictTones: Readonly<Record<Verdict, Tone>> = {
  BEHIND: 'warn',
  MISSED: 'bad',
  ON_TRACK: 'good',
  OPEN: 'neutral',
  REACHED: 'good',
  UNKNOWN: 'neutral',
};

export const effectTones: Readonly<Record<CampaignVerdict, Tone>> = {
  HARM: 'bad',
  NO_CONTROL: 'neutral',
  NO_EFFECT_SHOWN: 'neutral',
  SAMPLE_RATIO_MISMATCH: 'warn',
  TOO_SMALL: 'neutral',
  UPLIFT: 'good',
};
