import { describe, expect, test } from 'vitest';
import { type ChangeStory, summaryOf } from '../../../src/indicators/explain/summary.js';

const measures = {
  REVENUE: { names: { en: 'Revenue', zh: '收入' }, unit: 'CNY' },
  PRICE_PER_GB: { names: { en: 'Price per GB', zh: '流量单价' }, unit: 'CNY/GB' },
  CHURN_RATE: { names: { en: 'Churn rate', zh: '离网率' }, unit: '%' },
  DATA_VOLUME: { names: { en: 'Data volume', zh: '流量' }, unit: 'GB' },
  VOICE_MINUTES: { names: { en: 'Minutes of calls', zh: '通话分钟' }, unit: 'min' },
  CLOSING_SUBSCRIBERS: { names: { en: 'Closing subscribers', zh: '期末用户' }, unit: 'numbers' },
  REACHED: { names: { en: 'Reached contacts', zh: '触达' }, unit: 'contacts' },
  COMPLAINTS: { names: { en: 'Complaints', zh: '投诉' }, unit: 'complaints' },
  ORDERS: { names: { en: 'Orders', zh: '订购' }, unit: 'orders' },
  COMPLAINTS_PER_10K: { names: { en: 'Complaints per 10,000', zh: '万投比' }, unit: 'per 10,000' },
  SATISFACTION: { names: { en: 'Satisfaction', zh: '满意度' }, unit: '1-10' },
  NPS: { names: { en: 'Net promoter score', zh: '净推荐值' }, unit: 'points' },
};

const baselines = {
  TARGET: [],
  PREVIOUS_MONTH: ['2026-09'],
  SAME_MONTH_LAST_YEAR: ['2025-10'],
  SEASONAL_NAIVE: ['2025-02'],
  MEAN_OF_PRIOR_3: ['2026-07', '2026-08', '2026-09'],
};

type Against = keyof typeof baselines;
const story = (
  measure: keyof typeof measures,
  against: Against,
  value: number,
  baseline: number,
  more: Partial<ChangeStory> = {},
) =>
  summaryOf({
    request: { measure: measures[measure], against, baselineMonths: baselines[against] },
    value,
    baseline,
    // As `compare` does it: to 15 digits.
    change: Number((value - baseline).toPrecision(12)),
    drivers: { list: [] },
    causes: [],
    pattern: null,
    signal: null,
    ...more,
  });

// biome-ignore format: a table
const sentences: readonly [keyof typeof measures, Against, number, number, string, string][] = [
  // Against a plan a figure stands above or below it, whatever it was before.
  ['REVENUE', 'TARGET', 526269, 550000, 'Revenue is 23,731 CNY below plan (-4.3 %), at 526,269 CNY.', '收入低于计划23,731元（-4.3%），为526,269元。'],
  ['REVENUE', 'TARGET', 560000, 550000, 'Revenue is 10,000 CNY above plan (+1.8 %), at 560,000 CNY.', '收入高于计划10,000元（+1.8%），为560,000元。'],
  ['REVENUE', 'TARGET', 550000, 550000, 'Revenue is on plan (550,000 CNY).', '收入与计划持平（550,000元）。'],
  ['CHURN_RATE', 'TARGET', 2.1484, 2, 'Churn rate is 0.1484 points above plan, at 2.148 %.', '离网率高于计划0.1484个百分点，为2.148%。'],
  ['CHURN_RATE', 'TARGET', 1.5, 2, 'Churn rate is 0.5 points below plan, at 1.5 %.', '离网率低于计划0.5个百分点，为1.5%。'],
  ['CLOSING_SUBSCRIBERS', 'TARGET', 111000, 112000, 'Closing subscribers is 1,000 numbers below plan (-0.9 %), at 111,000 numbers.', '期末用户低于计划1,000户（-0.9%），为111,000户。'],
  ['DATA_VOLUME', 'TARGET', 1250, 1000, 'Data volume is 250 GB above plan (+25 %), at 1,250 GB.', '流量高于计划250 GB（+25%），为1,250 GB。'],
  // Against a month it rose or fell, and the month is named.
  ['REVENUE', 'PREVIOUS_MONTH', 526269, 527446, 'Revenue fell by 1,177 CNY against September 2026 (-0.2 %), to 526,269 CNY.', '收入较2026年9月下降1,177元（-0.2%），至526,269元。'],
  ['REVENUE', 'SAME_MONTH_LAST_YEAR', 526269, 500000, 'Revenue rose by 26,269 CNY against October 2025 (+5.3 %), to 526,269 CNY.', '收入较2025年10月上升26,269元（+5.3%），至526,269元。'],
  ['REVENUE', 'SEASONAL_NAIVE', 500000, 500000, 'Revenue did not change against February 2025 (500,000 CNY).', '收入与2025年2月持平（500,000元）。'],
  ['REVENUE', 'MEAN_OF_PRIOR_3', 510000, 500000, 'Revenue rose by 10,000 CNY against the mean of July to September 2026 (+2 %), to 510,000 CNY.', '收入较2026年7月至9月均值上升10,000元（+2%），至510,000元。'],
  ['CHURN_RATE', 'PREVIOUS_MONTH', 2.1484, 2, 'Churn rate rose by 0.1484 points against September 2026, to 2.148 %.', '离网率较2026年9月上升0.1484个百分点，至2.148%。'],
  ['CHURN_RATE', 'SAME_MONTH_LAST_YEAR', 1.5, 2, 'Churn rate fell by 0.5 points against October 2025, to 1.5 %.', '离网率较2025年10月下降0.5个百分点，至1.5%。'],
  ['CHURN_RATE', 'PREVIOUS_MONTH', 2, 2, 'Churn rate did not change against September 2026 (2 %).', '离网率与2026年9月持平（2%）。'],
  ['CHURN_RATE', 'MEAN_OF_PRIOR_3', 1.5, 2, 'Churn rate fell by 0.5 points against the mean of July to September 2026, to 1.5 %.', '离网率较2026年7月至9月均值下降0.5个百分点，至1.5%。'],
  // What is counted and measured has its Chinese word.
  ['DATA_VOLUME', 'PREVIOUS_MONTH', 987.6, 1000, 'Data volume fell by 12.4 GB against September 2026 (-1.2 %), to 987.6 GB.', '流量较2026年9月下降12.4 GB（-1.2%），至987.6 GB。'],
  ['VOICE_MINUTES', 'PREVIOUS_MONTH', 1100, 1000, 'Minutes of calls rose by 100 min against September 2026 (+10 %), to 1,100 min.', '通话分钟较2026年9月上升100分钟（+10%），至1,100分钟。'],
  ['CLOSING_SUBSCRIBERS', 'PREVIOUS_MONTH', 112228, 110000, 'Closing subscribers rose by 2,228 numbers against September 2026 (+2 %), to 112,228 numbers.', '期末用户较2026年9月上升2,228户（+2%），至112,228户。'],
  ['PRICE_PER_GB', 'PREVIOUS_MONTH', 2.4, 2.5, 'Price per GB fell by 0.1 CNY/GB against September 2026 (-4 %), to 2.4 CNY/GB.', '流量单价较2026年9月下降0.1元/GB（-4%），至2.4元/GB。'],
  ['REACHED', 'PREVIOUS_MONTH', 90, 100, 'Reached contacts fell by 10 contacts against September 2026 (-10 %), to 90 contacts.', '触达较2026年9月下降10次（-10%），至90次。'],
  ['COMPLAINTS', 'PREVIOUS_MONTH', 90, 100, 'Complaints fell by 10 complaints against September 2026 (-10 %), to 90 complaints.', '投诉较2026年9月下降10件（-10%），至90件。'],
  ['ORDERS', 'PREVIOUS_MONTH', 110, 100, 'Orders rose by 10 orders against September 2026 (+10 %), to 110 orders.', '订购较2026年9月上升10笔（+10%），至110笔。'],
  ['COMPLAINTS_PER_10K', 'PREVIOUS_MONTH', 12, 10, 'Complaints per 10,000 rose by 2 per 10,000 against September 2026 (+20 %), to 12 per 10,000.', '万投比较2026年9月上升2件/万户（+20%），至12件/万户。'],
  ['SATISFACTION', 'PREVIOUS_MONTH', 8.1, 8, 'Satisfaction rose by 0.1 points against September 2026 (+1.3 %), to 8.1 of 10.', '满意度较2026年9月上升0.1分（+1.3%），至8.1分。'],
  ['NPS', 'PREVIOUS_MONTH', 30, 32, 'Net promoter score fell by 2 points against September 2026 (-6.3 %), to 30 points.', '净推荐值较2026年9月下降2分（-6.3%），至30分。'],
  // From nothing, and below it.
  ['REVENUE', 'PREVIOUS_MONTH', 10, 0, 'Revenue rose by 10 CNY against September 2026, to 10 CNY.', '收入较2026年9月上升10元，至10元。'],
  ['NPS', 'PREVIOUS_MONTH', -10, -8, 'Net promoter score fell by 2 points against September 2026 (-25 %), to -10 points.', '净推荐值较2026年9月下降2分（-25%），至-10分。'],
];

test.each(sentences)('%s against %s: %d after %d', (measure, against, value, baseline, en, zh) => {
  expect(story(measure, against, value, baseline)).toEqual({ en, zh });
});

describe('what made it, and where', () => {
  const named = (en: string, zh: string, contribution: number) => ({ names: { en, zh }, contribution });
  const drivers = { list: [named('Data per user', '户均流量', 0.01), named('Subscribers', '平均用户', -0.1584)] };
  const cause = { where: [{ names: { en: 'Hailan', zh: '海岚' } }, { names: { en: 'Agent', zh: '代理' } }], contribution: -0.1 };

  test('contributions to a rate are points as well', () => {
    const { en, zh } = story('CHURN_RATE', 'PREVIOUS_MONTH', 1.8516, 2, { drivers, causes: [cause], pattern: 'LOCALISED' });
    expect(en).toBe(
      'Churn rate fell by 0.1484 points against September 2026, to 1.852 %. By formula: Subscribers -0.1584, Data per user +0.01 points. Where it moved otherwise than the rest: Hailan × Agent (-0.1 points).',
    );
    expect(zh).toBe(
      '离网率较2026年9月下降0.1484个百分点，至1.852%。按公式：平均用户 -0.1584，户均流量 +0.01个百分点。变动异于其他部分：海岚 × 代理（-0.1个百分点）。',
    );
  });

  test('noise says what one may expect, in its unit', () => {
    const { en, zh } = story('REVENUE', 'PREVIOUS_MONTH', 101, 100, { pattern: 'NOISE', signal: { low: 95, high: 105 } });
    expect(en).toMatch(/ \(\+1 %\), to 101 CNY\. The months before let one expect 95 to 105 CNY: noise\.$/);
    expect(zh).toMatch(/至101元。按以往月份，预期范围为95至105元：属正常波动。$/);
  });
});
