import { Field, Float, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { Catalogue } from '../../../catalogue/types.js';
import type { Condition, Order, TopPer as TopPerValue } from '../../../reports/analysis/question.js';
import type { AnalysisRow as AnalysisRowValue } from '../../../reports/analysis/row.js';
import type { ColumnValue } from '../../../reports/column.js';
import { camelCase } from '../../../slices/columns.js';
import { Absence, DimensionCode, enumOf, MeasureCode } from '../shared/enums.types.js';
import { PageInfo } from '../shared/page.types.js';
import { LocalDate } from '../shared/scalars.types.js';
import { Column } from './column.types.js';

const nullable = { nullable: true } as const;

export const TimeGrain = enumOf('DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR', 'TOTAL');
registerEnumType(TimeGrain, {
  name: 'TimeGrain',
  description: "A row's time.",
  valuesConfig: {
    DAY: { description: 'Flows from events only.' },
    WEEK: { description: 'ISO weeks; flows from events only.' },
    TOTAL: { description: 'All months together: flows add up, stocks take the last or the mean, ratios are recomputed.' },
  },
});

export const Fill = enumOf('NONE', 'ZERO');
registerEnumType(Fill, {
  name: 'Fill',
  description: 'Have periods without rows a row? What is not cut is one figure a month either way.',
  valuesConfig: {
    NONE: { description: 'Only combinations of values that occur in the period.' },
    ZERO: {
      description:
        'Each combination of values that occurs in one of the periods has a row in all of them: 0 where nothing happened, as `indicator` answers; a ratio of nothing stays null, with its reason in `absent`.',
    },
  },
});

export const cumulativeDescription =
  'Running sums since the first period, of each combination of values; baselines and plans alike. Flows only. Month to date against month to date: grain DAY, against PREVIOUS_MONTH. The slice of a day or week stays its own.';

@InputType({ description: 'Rows whose measure is within all limits that are given; a row without a figure is not.' })
export class MeasureCondition implements Condition {
  @Field(() => MeasureCode) measure!: string;
  @Field(() => Float, nullable) gt?: number;
  @Field(() => Float, nullable) gte?: number;
  @Field(() => Float, nullable) lt?: number;
  @Field(() => Float, nullable) lte?: number;
}

@InputType({ description: 'Exactly one of measure, dimension and period. Empty figures come last either way.' })
export class AnalysisOrder implements Order {
  @Field(() => MeasureCode, nullable) measure?: string;
  @Field(() => DimensionCode, nullable) dimension?: string;
  @Field(() => Boolean, nullable) period?: boolean;
  @Field(() => Boolean, { nullable: true, defaultValue: false }) desc?: boolean;
}

@InputType({
  description:
    'Within each combination of the others the n values of a dimension with the most; the rest is one row with isOther.',
})
export class TopPer implements TopPerValue {
  @Field(() => DimensionCode) dimension!: string;
  @Field(() => MeasureCode) by!: string;
  @Field(() => Int) n!: number;
}

@ObjectType({ simpleResolvers: true, description: 'Why a measure is null.' })
export class AbsentMeasure {
  @Field(() => MeasureCode) measure!: string;
  @Field(() => Absence) reason!: string;
}

@ObjectType({
  simpleResolvers: true,
  description:
    'A row: the codes of the dimensions that it is grouped by, and the figures of the measures that are computed. Of what is outside them there is nothing.',
})
export class AnalysisRow {
  @Field(() => String, {
    nullable: true,
    description: '"2026-10", "2026-Q4", "2026", "2026-10-03", "2026-W41"; null in totals over all periods.',
  })
  period!: string | null;
  @Field(() => LocalDate, {
    nullable: true,
    description: 'The first day of the period; of all periods together that of the first.',
  })
  periodStart!: string | null;
  @Field(() => Boolean, { description: 'Part of the period lies outside the months asked for.' }) isPartial!: boolean;
  @Field(() => Boolean, { description: 'All values of the dimension of topPer that are not shown, together.' }) isOther!: boolean;
  @Field(() => [DimensionCode], { description: 'The dimensions that are summed over; empty on a detail row.' })
  totalOf!: readonly string[];
  @Field(() => AnalysisRow, { nullable: true, description: 'The measures in the period that this one is compared with.' })
  baseline!: AnalysisRow | null;
  @Field(() => [AbsentMeasure], { description: 'Why selected measures are null.' }) absent!: readonly AbsentMeasure[];
  row!: AnalysisRowValue;
}

const own = ['period', 'periodStart', 'isPartial', 'isOther', 'totalOf', 'baseline', 'absent', 'label', 'slice', 'row'];

/** Gives AnalysisRow one field a dimension and a measure. Decorators are functions: they work in a loop. Call once. */
export function defineAnalysisFields(catalogue: Catalogue): void {
  const taken = new Set(own);
  const define = (code: string, type: () => typeof String | typeof Float, description: string) => {
    const field = camelCase(code);
    if (taken.has(field)) throw new Error(`${code}: the field "${field}" of AnalysisRow is taken; call it otherwise`);
    taken.add(field);
    Field(type as () => typeof String, { nullable: true, description })(AnalysisRow.prototype, field);
  };
  for (const { code, names, grain } of catalogue.dimensions.values())
    if (!grain) define(code, () => String, `${names.en} · ${names.zh} (code)`);
  for (const { code, names, unit, formula } of catalogue.measures.values())
    define(code, () => Float, `${names.en} · ${names.zh} (${unit}) = ${formula}`);
}

@ObjectType({ simpleResolvers: true, description: 'Any measures by any dimensions and time.' })
export class Analysis {
  @Field(() => [AnalysisRow]) rows!: readonly AnalysisRow[];
  @Field(() => Int, { description: 'Of all pages.' }) rowCount!: number;
  @Field(() => [AnalysisRow], {
    description:
      'With totals: true. Over all rows, not the page: of each period by the first dimensions, and all together; and over all periods.',
  })
  totals!: readonly AnalysisRow[];
  @Field(() => [Column]) columns!: readonly ColumnValue[];
  @Field(() => PageInfo) pageInfo!: PageInfo;
}
