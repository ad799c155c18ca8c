import { Arg, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { analysisPage } from '../../../reports/analysis/page.js';
import { withDefaults } from '../../../reports/analysis/question.js';
import { tableOf } from '../../../reports/analysis/table.js';
import { cellIn, labelled } from '../../../reports/labelled.js';
import type { ReportRowValue } from '../../../reports/report.js';
import { camelCase } from '../../../slices/columns.js';
import { encodeSlice } from '../../../slices/slice.js';
import type { RequestContext } from '../../context.js';
import type { Locale } from '../../locale.js';
import { LocaleArg } from '../shared/locale-arg.resolver.js';
import { Cell, SliceScalar } from '../shared/scalars.types.js';
import { AnalysisInput } from './analysis-input.types.js';
import { Table, TableRow } from './table.types.js';

@Resolver(() => TableRow)
export class TableQueries {
  @Query(() => Table, {
    nullable: true,
    description: 'The analysis of that input as columns and cells. Totals come after the rows of each page.',
  })
  async table(
    @Arg('input', () => AnalysisInput) input: AnalysisInput,
    @Arg('first', () => Int, { nullable: true, defaultValue: 1000 }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | undefined,
    @Arg('names', () => Boolean, {
      nullable: true,
      defaultValue: false,
      description: 'A dimension has two columns, as in reports: its codes, and beside them their names ("city", "cityLabel").',
    })
    names: boolean | null,
    @Ctx() context: RequestContext,
  ): Promise<Table> {
    const page = await analysisPage({ ...withDefaults(input), first: first ?? 1000, after }, context);
    const { request, rows, totals, rowCount, ...pageInfo } = page;
    const codes = await tableOf({ request, rows, totals });
    const table = names ? await labelled(codes, context) : codes;
    const summedOver = (row: ReportRowValue) => request.dimensions.filter(({ code }) => row.totalOf.includes(camelCase(code)));
    return {
      columns: table.columns,
      rows: table.rows.map((row) => ({
        totalOf: summedOver(row).map(({ code }) => code),
        isOther: row.otherOf !== null,
        row,
      })),
      rowCount,
      pageInfo,
    };
  }

  @FieldResolver(() => [Cell], { nullable: 'items', description: 'One a column; names in the language asked for.' })
  cells(@Root() { row }: TableRow, @LocaleArg() locale: Locale) {
    return row.cells.map((cell) => cellIn(cell, locale));
  }

  @FieldResolver(() => SliceScalar, { nullable: true, description: 'The numbers of this row.' })
  slice(@Root() { row: { slice } }: TableRow, @Ctx() context: RequestContext): string | null {
    return slice && encodeSlice(slice, context);
  }
}
