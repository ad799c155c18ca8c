import type { Execute } from './sql.js';
import { choose, rows } from './sql.js';
import { STORIES } from './stories.js';

/** Seven plans a tier, in one order in all tiers: the first four are 5G. So a plan's number tells its tier and family. */
export const FAMILIES = ['5G_CLASSIC', '5G_VIDEO', '5G_YOUTH', '5G_FAMILY', '4G_CLASSIC', '4G_TALK', '4G_HOME'] as const;
export const FIVE_G_FAMILIES = 4;
const NAMES: Record<(typeof FAMILIES)[number], readonly [string, string]> = {
  '5G_CLASSIC': ['5G Classic', '5G畅享'],
  '5G_VIDEO': ['5G Video', '5G视听'],
  '5G_YOUTH': ['5G Youth', '5G青春'],
  '5G_FAMILY': ['5G Family', '5G全家'],
  '4G_CLASSIC': ['4G Classic', '4G畅享'],
  '4G_TALK': ['4G Talk', '4G畅聊'],
  '4G_HOME': ['4G Home', '4G全家'],
};

/** What a GB and a minute beyond the allowance cost by the price list. Who needs them often has a pack and pays less (`money.ts`). */
const LIST_PRICE = { gb: 3, minute: 0.15 };

interface Tier {
  readonly code: string;
  /** Share of main cards that would choose it in a city without any bend. */
  readonly share: number;
  readonly fee: readonly number[];
  readonly data: readonly number[];
  readonly voice: readonly number[];
  /** Share of 5G plans among its newcomers. */
  readonly fiveG: number;
}

/** The two family plans of the lowest tier are the sub-card plans. */
export const TIERS: readonly Tier[] = [
  { code: 'TIER_9', share: 0.1, fee: [9, 8, 8, 10, 8, 5, 10], data: [7, 5, 5, 11, 4, 2, 7], voice: [100, 80, 80, 150, 120, 80, 150], fiveG: 0.42 },
  { code: 'TIER_29', share: 0.37, fee: [29, 29, 26, 29, 25, 19, 22], data: [24, 22, 22, 28, 17, 11, 15], voice: [300, 260, 240, 320, 320, 380, 300], fiveG: 0.64 },
  { code: 'TIER_49', share: 0.28, fee: [49, 45, 39, 49, 45, 39, 35], data: [41, 44, 37, 48, 33, 24, 28], voice: [500, 450, 420, 600, 550, 620, 500], fiveG: 0.72 },
  { code: 'TIER_79', share: 0.15, fee: [79, 75, 69, 79, 69, 65, 59], data: [65, 70, 61, 76, 52, 39, 48], voice: [800, 700, 700, 900, 800, 950, 800], fiveG: 0.78 },
  { code: 'TIER_129', share: 0.075, fee: [129, 119, 129, 109, 119, 109, 99], data: [104, 109, 109, 114, 87, 65, 76], voice: [1200, 1100, 1100, 1300, 1200, 1400, 1200], fiveG: 0.84 },
  { code: 'TIER_199', share: 0.025, fee: [199, 219, 199, 239, 189, 179, 169], data: [174, 218, 185, 262, 142, 109, 131], voice: [2000, 2000, 1800, 2400, 2000, 2400, 2000], fiveG: 0.88 },
]; // biome-ignore format: one line a tier

/** SQL for the tier (1 to 6) of a draw in [0, 1). */
export const tierOf = (draw: string): string =>
  choose(
    draw,
    TIERS.map((tier, i) => [tier.share, String(i + 1)]),
  );

/** Makes the table plan: fee and data are of today; former_* those before the price cut of the stories. */
export async function makePlans(schema: string, execute: Execute): Promise<void> {
  const cut = STORIES.priceCut;
  const values = TIERS.flatMap((tier, t) =>
    FAMILIES.map((family, f) => {
      const isCut = (cut.tiers as readonly string[]).includes(tier.code);
      const isSub = t === 0 && family.endsWith(f === 3 ? 'FAMILY' : 'HOME');
      const [en, zh] = isSub ? ([`${family.slice(0, 2)} Sub-card`, `${family.slice(0, 2)}副卡`] as const) : NAMES[family];
      const fee = tier.fee[f]!;
      const data = tier.data[f]!;
      return [
        t * FAMILIES.length + f + 1,
        `${tier.code.replace('TIER_', 'P')}_${isSub ? `${family.slice(0, 2)}_SUBCARD` : family}`,
        `${en} ${fee}`,
        `${zh}${fee}元`,
        tier.code,
        t + 1,
        isCut ? fee * cut.fee : fee,
        isCut ? data * cut.allowance : data,
        fee,
        data,
        tier.voice[f]!,
        f < FIVE_G_FAMILIES,
        isCut,
        isSub,
      ];
    }),
  );
  await execute(`
    CREATE TABLE ${schema}.plan AS
    SELECT plan_no, code, en, zh, tier, tier_no, fee::DECIMAL(12,2) AS fee, data::DECIMAL(12,3) AS data,
      former_fee::DECIMAL(12,2) AS former_fee, former_data::DECIMAL(12,3) AS former_data, voice::DECIMAL(12,1) AS voice,
      CASE WHEN NOT is_sub THEN ${LIST_PRICE.gb} END::DECIMAL(12,2) AS overage_per_gb,
      CASE WHEN NOT is_sub THEN ${LIST_PRICE.minute} END::DECIMAL(12,4) AS overage_per_min, is_5g, is_cut
    FROM (VALUES ${rows(values)}) t(plan_no, code, en, zh, tier, tier_no, fee, data, former_fee, former_data, voice, is_5g, is_cut, is_sub)`);
}
