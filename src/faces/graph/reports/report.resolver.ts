import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { measureNamed } from '../../../catalogue/named.js';
import { pageOfReport, runReport } from '../../../reports/answer.js';
import { cellIn } from '../../../reports/labelled.js';
import { reportsOf } from '../../../reports/named.js';
import { optionValues } from '../../../reports/option-values.js';
import { requireTier } from '../../../security/grants.js';
import { encodeSlice } from '../../../slices/slice.js';
import type { RequestContext } from '../../context.js';
import { inLocale, type Locale } from '../../locale.js';
import { MeasureCode } from '../shared/enums.types.js';
import { SliceFilter } from '../shared/filter.types.js';
import { LocaleArg } from '../shared/locale-arg.resolver.js';
import { Cell, SliceScalar, YearMonth } from '../shared/scalars.types.js';
import { Report, ReportInfo, ReportOption, ReportOptionInfo, ReportOptionValue, ReportRow } from './report.types.js';

const optional = { nullable: true } as const;

@Resolver()
export class ReportQueries {
  @Query(() => [ReportInfo], { description: 'The named reports.' })
  reports(@Ctx() { viewer, catalogue }: RequestContext): readonly ReportInfo[] {
    requireTier(viewer, 2);
    return [...reportsOf(catalogue).values()].map((definition) => {
      const { code, months, options } = definition;
      const asked = options.map((option) => ({ ...option, values: optionValues(option, catalogue), definition: option }));
      return { code, months, options: asked, definition };
    });
  }

  @Query(() => Report, { nullable: true, description: 'A named report, over the months up to the one asked for.' })
  async report(
    @Arg('code', () => ID) code: string,
    @Arg('month', () => YearMonth, { nullable: true, description: 'The last month; default: the newest.' }) month:
      | string
      | undefined,
    @Arg('from', () => YearMonth, { nullable: true, description: "Default: as many months as is the report's custom." })
    from: string | undefined,
    @Arg('to', () => YearMonth, { nullable: true, description: 'The same as month.' }) to: string | undefined,
    @Arg('where', () => SliceFilter, optional) where: SliceFilter | undefined,
    @Arg('slice', () => SliceScalar, optional) slice: string | undefined,
    @Arg('options', () => [ReportOption], optional) options: ReportOption[] | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: 1000 }) first: number | null,
    @Arg('after', () => String, optional) after: string | undefined,
    @Ctx() context: RequestContext,
  ): Promise<Report> {
    const args = { month, from, to, where, slice, options };
    const answer = await runReport(code, args, context);
    const { rows, ...pageInfo } = pageOfReport(answer, { ...args, first: first ?? 1000, after }, context);
    const { definition, months, columns, chart = null } = answer;
    return {
      code: definition.code,
      months,
      columns,
      rows: rows.map((row) => ({ totalOf: row.totalOf, otherOf: row.otherOf ?? null, row })),
      rowCount: answer.rows.length,
      chart,
      pageInfo,
      definition,
    };
  }
}

@Resolver(() => ReportInfo)
export class ReportInfoResolver {
  @FieldResolver(() => String)
  name(@Root() { definition }: ReportInfo, @LocaleArg() locale: Locale): string {
    return inLocale(definition.names, locale);
  }

  @FieldResolver(() => String)
  description(@Root() { definition }: ReportInfo, @LocaleArg() locale: Locale): string {
    return inLocale(definition.description, locale);
  }
}

@Resolver(() => ReportOptionInfo)
export class ReportOptionInfoResolver {
  @FieldResolver(() => String)
  description(@Root() { definition }: ReportOptionInfo, @LocaleArg() locale: Locale): string {
    return inLocale(definition.description, locale);
  }
}

@Resolver(() => ReportOptionValue)
export class ReportOptionValueResolver {
  @FieldResolver(() => String)
  label(@Root() { names }: ReportOptionValue, @LocaleArg() locale: Locale): string {
    return inLocale(names, locale);
  }
}

@Resolver(() => Report)
export class ReportResolver {
  @FieldResolver(() => String)
  name(@Root() { definition }: Report, @LocaleArg() locale: Locale): string {
    return inLocale(definition.names, locale);
  }
}

@Resolver(() => ReportRow)
export class ReportRowResolver {
  @FieldResolver(() => [Cell], { nullable: 'items', description: 'One a column; names in the language asked for.' })
  cells(@Root() { row }: ReportRow, @LocaleArg() locale: Locale) {
    return row.cells.map((cell) => cellIn(cell, locale));
  }

  @FieldResolver(() => SliceScalar, {
    nullable: true,
    description: 'The numbers behind the row; with a measure that counts numbers, just those it counts.',
  })
  slice(
    @Root() { row: { slice } }: ReportRow,
    @Ctx() context: RequestContext,
    @Arg('measure', () => MeasureCode, optional) measure?: string,
  ): string | null {
    if (!slice) return null;
    const counted = measure && measureNamed(context.catalogue, measure).countsNumbers ? [measure] : [];
    return encodeSlice({ ...slice, counted: [...new Set([...slice.counted, ...counted])] }, context);
  }
}
