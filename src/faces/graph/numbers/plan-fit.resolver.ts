import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { monthsUpTo } from '../../../lib/months.js';
import { fitFields, monthsOfUse, planFits } from '../../../numbers/plan-fit.js';
import { requireColumns } from '../../../security/grants.js';
import { requireBetween } from '../../../security/limits.js';
import type { Row } from '../../../warehouse/engine.js';
import type { RequestContext } from '../../context.js';
import { inLocale, type Locale } from '../../locale.js';
import { LocaleArg } from '../shared/locale-arg.resolver.js';
import { PhoneNumber } from './phone-number.types.js';
import { PlanFit } from './plan-fit.types.js';

/** As many plans as anybody looks at. */
const mostPlans = 100;

@Resolver(() => PhoneNumber)
export class PhoneNumberPlansResolver {
  @FieldResolver(() => [PlanFit], {
    nullable: true,
    description:
      'Plans by what its use would have cost on them, the cheapest first. null where nobody can tell: it is off the books, was on them for less than three of the six months, or its own plan has no price of use beyond the allowances.',
  })
  async plans(
    @Root() row: Row,
    @Arg('first', () => Int, { defaultValue: 3, description: `1 to ${mostPlans}` }) first: number,
    @Ctx() { numbers, coverage, viewer, catalogue }: RequestContext,
  ): Promise<readonly PlanFit[] | null> {
    requireBetween('plans(first:)', first, 1, mostPlans);
    requireColumns(viewer, fitFields);
    const month = row.month as string;
    const months = monthsUpTo(month, monthsOfUse).filter((each) => coverage.months.includes(each));
    const [used, plans] = await Promise.all([
      numbers.rows.load({ id: row.numberId as string, months, fields: fitFields }),
      numbers.plans.load(''),
    ]);
    return planFits(used, month, plans, catalogue)?.slice(0, first) ?? null;
  }
}

@Resolver(() => PlanFit)
export class PlanFitResolver {
  @FieldResolver(() => String)
  name(@Root() { names }: PlanFit, @LocaleArg() locale: Locale): string {
    return inLocale(names, locale);
  }
}
