import { Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { Names } from '../../../catalogue/names.js';
import type { ColumnValue } from '../../../reports/column.js';
import type { OptionValue } from '../../../reports/option-values.js';
import type {
  ChartHint as ChartHintValue,
  ReportDefinition,
  ReportOptionDefinition,
  ReportRowValue,
} from '../../../reports/report.js';
import { enumOf } from '../shared/enums.types.js';
import { PageInfo } from '../shared/page.types.js';
import { YearMonth } from '../shared/scalars.types.js';
import { Column } from './column.types.js';

export const ChartKind: Readonly<Record<ChartHintValue['kind'], string>> = enumOf(
  'LINE',
  'BAR',
  'STACKED_BAR',
  'HEATMAP',
  'SCATTER',
  'SANKEY',
  'FOREST',
  'LORENZ',
  'CALENDAR',
  'TABLE',
);
registerEnumType(ChartKind, {
  name: 'ChartKind',
  description: 'What suits a table.',
  valuesConfig: {
    FOREST: {
      description:
        'A line for each `x` from the least to the greatest that it may be: `y` is the effect, its lower and its upper bound.',
    },
    LORENZ: {
      description:
        'How unevenly something is held: `y` is how many hold, and what they hold together; a group for each `x`, from those who hold least, a curve for each `series`.',
    },
    CALENDAR: { description: 'A sheet for each month, a field for each day in `x`; weeks and months as STACKED_BAR.' },
  },
});

export const ReportOptionType: Readonly<Record<ReportOptionDefinition['type'], string>> = enumOf(
  'INTEGER',
  'NUMBER',
  'BOOLEAN',
  'DIMENSION',
  'MEASURE',
  'MONTH',
  'CODE',
);
registerEnumType(ReportOptionType, {
  name: 'ReportOptionType',
  description: 'What an option takes.',
  valuesConfig: {
    BOOLEAN: { description: '"true" or "false"' },
    DIMENSION: { description: "A dimension's code." },
    MEASURE: { description: "A measure's code." },
    MONTH: { description: '"2026-10"' },
    CODE: { description: 'One of `allowed`.' },
  },
});

@ObjectType({ simpleResolvers: true, description: 'What may be given for an option.' })
export class ReportOptionValue implements OptionValue {
  @Field(() => String, { description: 'As it is given.' }) code!: string;
  names!: Names;
}

@ObjectType({ simpleResolvers: true, description: 'Something that may be chosen when a report is asked for.' })
export class ReportOptionInfo {
  @Field(() => String) name!: string;
  @Field(() => ReportOptionType, { description: 'It is given as text.' })
  type!: ReportOptionDefinition['type'];
  @Field(() => String, { nullable: true, description: 'Null: it must be given.' }) default!: string | null;
  @Field(() => [String], { nullable: true, description: 'What may be given; null: whatever is of the type.' })
  allowed?: readonly string[];
  @Field(() => [ReportOptionValue], {
    nullable: true,
    description: 'The same with what people call them; null: whatever is of the type.',
  })
  values!: readonly OptionValue[] | null;
  @Field(() => Float, { nullable: true }) least?: number;
  @Field(() => Float, { nullable: true }) most?: number;
  definition!: ReportOptionDefinition;
}

@ObjectType({ simpleResolvers: true, description: 'A named report.' })
export class ReportInfo {
  @Field(() => ID) code!: string;
  @Field(() => Int, { description: 'Months that it looks at unless asked otherwise, up to and with the month asked for.' })
  months!: number;
  @Field(() => [ReportOptionInfo]) options!: readonly ReportOptionInfo[];
  definition!: ReportDefinition;
}

@InputType({ description: 'A value for an option of a report, as text: "by" "CITY", "top" "20".' })
export class ReportOption {
  @Field(() => String) name!: string;
  @Field(() => String) value!: string;
}

@ObjectType({ simpleResolvers: true, description: 'How a table may be drawn, by the names of its columns.' })
export class ChartHint implements ChartHintValue {
  @Field(() => ChartKind)
  kind!: ChartHintValue['kind'];
  @Field(() => String, { nullable: true }) x!: string | null;
  @Field(() => [String]) y!: readonly string[];
  @Field(() => String, { nullable: true }) series!: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'One picture for each of its values: x, series and facet together name one row.',
  })
  facet?: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'A row of a report.' })
export class ReportRow {
  @Field(() => [String], { description: 'The columns that are summed over; empty on a detail row.' }) totalOf!: readonly string[];
  @Field(() => String, {
    nullable: true,
    description: 'The column whose values without a row of their own are together in this one.',
  })
  otherOf!: string | null;
  row!: ReportRowValue;
}

@ObjectType({ simpleResolvers: true, description: 'The table of a named report.' })
export class Report {
  @Field(() => ID) code!: string;
  @Field(() => [YearMonth], { description: 'That it looks at, oldest first.' }) months!: readonly string[];
  @Field(() => [Column], { description: 'A dimension has two: its codes, and beside them their names ("city", "cityLabel").' })
  columns!: readonly ColumnValue[];
  @Field(() => [ReportRow], { description: 'Totals, where the report has them, come last.' }) rows!: readonly ReportRow[];
  @Field(() => Int, { description: 'Of all pages, with totals.' }) rowCount!: number;
  @Field(() => ChartHint, { nullable: true }) chart!: ChartHintValue | null;
  @Field(() => PageInfo) pageInfo!: PageInfo;
  definition!: ReportDefinition;
}
