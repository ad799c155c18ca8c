import { Field, Int, ObjectType } from 'type-graphql';
import type { ColumnValue } from '../../../reports/column.js';
import type { ReportRowValue } from '../../../reports/report.js';
import { DimensionCode } from '../shared/enums.types.js';
import { PageInfo } from '../shared/page.types.js';
import { Column } from './column.types.js';

@ObjectType({ simpleResolvers: true, description: 'A row of a table: a cell a column.' })
export class TableRow {
  @Field(() => [DimensionCode], { description: 'The dimensions that are summed over; empty on a detail row.' })
  totalOf!: readonly string[];
  @Field(() => Boolean, { description: 'All values of the dimension of topPer that are not shown, together.' }) isOther!: boolean;
  row!: ReportRowValue;
}

@ObjectType({ simpleResolvers: true, description: 'An analysis as columns and cells: for questions made at run time.' })
export class Table {
  @Field(() => [Column]) columns!: readonly ColumnValue[];
  @Field(() => [TableRow]) rows!: readonly TableRow[];
  @Field(() => Int, { description: 'Of all pages, without totals.' }) rowCount!: number;
  @Field(() => PageInfo) pageInfo!: PageInfo;
}
