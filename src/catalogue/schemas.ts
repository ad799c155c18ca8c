import { z } from 'zod';
import { type FactKind, type Flow, factKinds, flows } from './flows.js';
import { type FigureMart, figureMarts } from './types.js';

/** The shapes of the catalogue's YAML files; the files themselves carry the explanation in their comments. */

const code = z.string().regex(/^[A-Z][A-Z0-9_]*$/, 'expected a code in CAPITALS, e.g. CHURN_RATE');
const partId = z.string().regex(/^[a-z][a-z0-9_]*$/, 'expected a part in lower case, e.g. numbers_over_plan');
const text = z.strictObject({ en: z.string().min(1), zh: z.string().min(1) });
const named = { en: z.string().min(1), zh: z.string().min(1) };

const part = z.strictObject({
  en: z.string().min(1).optional(),
  zh: z.string().min(1).optional(),
  count: z.string().optional(),
  distinct: z.string().optional(),
  weigh: z.string().optional(),
  sum: z.string().optional(),
  type: z.string().optional(),
  mart: z.enum(figureMarts).exclude(['day_state']).optional(),
  needs: z.array(z.string()).optional(),
  lookback: z.int().min(0).optional(),
  absentWhere: z.strictObject({ NOT_PROVIDED: z.string().optional(), IMMATURE: z.string().optional() }).optional(),
  countsLeaving: z.boolean().optional(),
  flow: z.enum(Object.keys(flows) as [Flow, ...Flow[]]).optional(),
  byDay: z.string().optional(),
});
export type PartEntry = Omit<z.infer<typeof part>, 'mart'> & { readonly mart?: FigureMart | undefined };

const measure = part.extend({
  code,
  ...named,
  description: text.optional(),
  kind: z.enum(['flow', 'stock', 'ratio', 'distinct']),
  overTime: z.enum(['last', 'mean', 'first']).optional(),
  unit: z.string().min(1),
  higherIsBetter: z.boolean().nullable(),
  formula: z.string().optional(),
  parts: z.record(partId, part).optional(),
});
export type MeasureEntry = z.infer<typeof measure>;

const dimension = z.strictObject({
  code,
  ...named,
  sql: z.string().min(1),
  facts: z
    .array(z.enum(factKinds as [FactKind, ...FactKind[]]))
    .min(1)
    .optional(),
  type: z.enum(['VARCHAR', 'INTEGER', 'BOOLEAN']).optional(),
  grain: z.enum(['DAY', 'WEEK', 'MONTH']).optional(),
  parent: code.optional(),
  setByLeaving: z.boolean().optional(),
  before: code.optional(),
  labels: z.string().optional(),
  values: z.record(z.string(), text).optional(),
  tree: code.optional(),
});
export type DimensionEntry = z.infer<typeof dimension>;

export interface PartitionEntry {
  code: string;
  en: string;
  zh: string;
  when?: string | undefined;
  children?: PartitionEntry[] | undefined;
}
const partitionNode: z.ZodType<PartitionEntry> = z.lazy(() =>
  z.strictObject({ code, ...named, when: z.string().optional(), children: z.array(partitionNode).min(1).optional() }),
);

const treeHead = { code, ...named, description: text, measure: code };
const partitionTree = z.strictObject({ ...treeHead, relation: z.literal('PARTITION'), children: z.array(partitionNode).min(2) });
const formulaTree = z.strictObject({ ...treeHead, formulas: z.record(code, z.string()) });
export type TreeEntry = z.infer<typeof partitionTree> | z.infer<typeof formulaTree>;

/** The shape that a file means to have: of a union's members zod would only say that none fits. */
const treeSchema = (file: unknown): z.ZodType<TreeEntry> =>
  typeof file === 'object' && file !== null && ('relation' in file || 'children' in file) ? partitionTree : formulaTree;

const rollup = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9_]*$/, 'expected a name in lower case'),
  mart: z.enum(figureMarts).exclude(['lead_state', 'complaint_state']).optional(),
  dimensions: z.array(code),
  trees: z.array(code),
});
export type RollupEntry = z.infer<typeof rollup>;

const optionName = z.string().regex(/^[a-z][A-Za-z0-9]*$/, 'expected a name in camelCase, e.g. by');
const option = z.strictObject({
  name: optionName,
  type: z.enum(['INTEGER', 'NUMBER', 'BOOLEAN', 'DIMENSION', 'MEASURE', 'MONTH', 'CODE']),
  description: text,
  default: z.union([z.string(), z.number(), z.boolean()]).optional(),
  allowed: z.array(z.string()).min(1).optional(),
  values: z.record(z.string(), text).optional(),
  least: z.number().optional(),
  most: z.number().optional(),
});

const limit = z.number().optional();
/** What a report asks, once its options have values: the arguments of `analysis`. */
export const reportQuestion = z.strictObject({
  measures: z.array(code).min(1),
  dimensions: z.array(code).max(6).default([]),
  grain: z.enum(['DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR', 'TOTAL']).default('MONTH'),
  against: z
    .enum([
      'PREVIOUS_MONTH',
      'PREVIOUS_PERIOD',
      'SAME_WEEKDAY',
      'SAME_MONTH_LAST_YEAR',
      'MEAN_OF_PRIOR_3',
      'SEASONAL_NAIVE',
      'NONE',
    ])
    .default('NONE'),
  fill: z.enum(['NONE', 'ZERO']).default('NONE'),
  cumulative: z.boolean().default(false),
  where: z.record(z.string(), z.unknown()).optional(),
  having: z.array(z.strictObject({ measure: code, gt: limit, gte: limit, lt: limit, lte: limit })).default([]),
  orderBy: z
    .array(
      z
        .strictObject({
          measure: code.optional(),
          dimension: code.optional(),
          period: z.literal(true).optional(),
          desc: z.boolean().default(false),
        })
        .refine(
          ({ measure, dimension, period }) => [measure, dimension, period].filter(Boolean).length === 1,
          'expected exactly one of measure, dimension and period',
        ),
    )
    .default([]),
  topPer: z.strictObject({ dimension: code, by: code, n: z.int().min(1) }).optional(),
  shares: z.array(code).default([]),
  totals: z.boolean().default(false),
  chart: z
    .strictObject({
      kind: z.enum(['LINE', 'BAR', 'STACKED_BAR', 'HEATMAP', 'SCATTER', 'SANKEY', 'FOREST', 'LORENZ', 'CALENDAR', 'TABLE']),
      x: code.optional(),
      y: z.array(code).default([]),
      series: code.optional(),
      facet: code.optional(),
    })
    .optional(),
});
export type ReportQuestion = z.infer<typeof reportQuestion>;

/** Its question is looked at when the options have values: any of it may be "{{option}}". */
const report = z.strictObject({
  code,
  ...named,
  description: text,
  months: z.int().min(1).max(120).default(1),
  options: z.array(option).default([]),
  ...Object.fromEntries(Object.keys(reportQuestion.shape).map((key) => [key, z.unknown().optional()])),
});
export type ReportEntry = z.infer<typeof report>;

const thresholdCode = z.string().regex(/^[a-z][a-z0-9_]*$/, 'expected a threshold in lower case, e.g. dual_drop');

const standing = z.strictObject({
  cuts: z.array(z.array(code).min(1).max(3)).max(10),
  lastYear: z.array(code),
  months: z.int().min(2).max(24),
  gap: z.number().min(0).max(1),
  materiality: z.number().min(0).max(1),
});

/** Of a rule that says nothing of gaps: none is looked for. */
export const noStanding: z.infer<typeof standing> = { cuts: [], lastYear: [], months: 3, gap: 0.01, materiality: 0.005 };

export const schemas = {
  measure,
  dimension,
  tree: treeSchema,
  rollup,
  report,
  status: z.strictObject({ status: z.strictObject({ onTrack: z.number().positive(), watch: z.number().positive() }) }),
  explain: z.strictObject({
    explain: z.strictObject({
      dimensions: z.array(code).min(1).max(10),
      support: z.number().min(0).max(1),
      score: z.number().min(0).max(1),
      significance: z.number().positive().max(0.5),
      share: z.number().min(0).max(1),
    }),
  }),
  signals: z.strictObject({
    signals: z.strictObject({
      dimensions: z.array(code).max(10),
      materiality: z.number().min(0).max(1),
      falseDiscoveryRate: z.number().positive().max(0.5),
      leastBase: z.number().min(0),
      leastMonths: z.int().min(3),
      longestMonths: z.int().max(120),
      standing: standing.default(noStanding),
    }),
  }),
  thresholds: z.strictObject({
    thresholds: z.record(thresholdCode, z.strictObject({ value: z.number(), unit: z.string(), ...named })),
  }),
};
