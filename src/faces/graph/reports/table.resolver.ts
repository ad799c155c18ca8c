import { Arg, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { analysisPage } from '../../../reports/analysis/page.js';
import type { AnalysisArguments } from '../../../reports/analysis/question.js';
import { tableOf } from '../../../reports/analysis/table.js';
import { encodeSlice } from '../../../slices/slice.js';
import type { RequestContext } from '../../context.js';
import { SliceScalar } from '../shared/scalars.types.js';
import { AnalysisInput } from './analysis-input.types.js';
import { Table, TableRow } from './table.types.js';

@Resolver(() => TableRow)
export class TableQueries {
  @Query(() => Table, {
    nullable: true,
    description:
      'The analysis of that input as columns and cells, codes where there are names. Totals come after the rows of each page.',
  })
  async table(
    @Arg('input', () => AnalysisInput) input: AnalysisInput,
    @Arg('first', () => Int, { nullable: true, defaultValue: 1000 }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | undefined,
    @Ctx() context: RequestContext,
  ): Promise<Table> {
    const { grain, against, totals, ...asked } = input;
    const defaults = { grain: grain ?? 'MONTH', against: against ?? 'NONE', totals: totals ?? false } as const;
    const page = await analysisPage(
      { ...asked, ...defaults, first: first ?? 1000, after } as AnalysisArguments & { first: number },
      context,
    );
    const { request, rows, totals: summed, rowCount, ...pageInfo } = page;
    const table = tableOf({ request, rows, totals: summed });
    const shown = [...rows, ...summed.filter(({ group }) => group.totalOf.length > 0)];
    return {
      columns: table.columns,
      rows: table.rows.map((row, index) => ({
        cells: row.cells,
        totalOf: shown[index]!.group.totalOf.map((at) => request.dimensions[at]!.code),
        isOther: row.otherOf !== null,
        row,
      })),
      rowCount,
      pageInfo,
    };
  }

  @FieldResolver(() => SliceScalar, { nullable: true, description: 'The numbers of this row.' })
  slice(@Root() { row: { slice } }: TableRow, @Ctx() { catalogue }: RequestContext): string | null {
    return slice && encodeSlice(slice, catalogue);
  }
}
