import { Arg, Ctx, FieldResolver, Float, Int, Resolver, Root } from 'type-graphql';
import { modelBase, percentileOf, reasonsOf, riskAbsence } from '../../../numbers/risk.js';
import { binWords } from '../../../reports/bin-words.js';
import { requireBetween } from '../../../security/limits.js';
import { camelCase } from '../../../slices/columns.js';
import type { Row } from '../../../warehouse/engine.js';
import type { RequestContext } from '../../context.js';
import { inLocale, type Locale } from '../../locale.js';
import { LocaleArg } from '../shared/locale-arg.resolver.js';
import { PhoneNumber } from './phone-number.types.js';
import { NumberRisk, RiskReason } from './risk.types.js';

/** As many as a model has features, at most. */
const mostReasons = 60;

@Resolver(() => PhoneNumber)
export class PhoneNumberRiskResolver {
  @FieldResolver(() => NumberRisk)
  risk(@Root() row: Row, @Ctx() { coverage }: RequestContext): NumberRisk {
    const absence = riskAbsence(row, coverage.immature);
    const number = (value: Row[string] | undefined) => (value === null || value === undefined ? null : Number(value));
    return {
      probability: number(row.churnRisk),
      probability3Months: number(row.churnRisk3m),
      band: row.riskBand as string | null,
      horizon: 1,
      modelMonth: absence === null ? (row.month as string) : null,
      absence,
      row,
    };
  }
}

@Resolver(() => NumberRisk)
export class NumberRiskResolver {
  @FieldResolver(() => Int, {
    nullable: true,
    description: 'How many of a hundred number-months that the model was fitted to were at a lower risk: 0 to 99.',
  })
  async percentile(@Root() { row }: NumberRisk, @Ctx() context: RequestContext): Promise<number | null> {
    const model = await modelOf(row, context);
    return model && percentileOf(row.riskLogOdds as number, modelBase(model));
  }

  @FieldResolver(() => Float, {
    nullable: true,
    description: 'ln(probability ÷ (1 − probability)): the base and the points of all reasons.',
  })
  logOdds(@Root() { row }: NumberRisk): number | null {
    return row.riskLogOdds as number | null;
  }

  @FieldResolver(() => Float, { nullable: true, description: 'What all numbers begin with.' })
  async base(@Root() { row }: NumberRisk, @Ctx() context: RequestContext): Promise<number | null> {
    const model = await modelOf(row, context);
    return model && (modelBase(model).points as number);
  }

  @FieldResolver(() => [RiskReason], { description: 'What raises its risk most comes first; none where it has no risk.' })
  async reasons(
    @Root() { row }: NumberRisk,
    @Ctx() context: RequestContext,
    @Arg('first', () => Int, { defaultValue: 3, description: `1 to ${mostReasons}` }) first: number,
  ): Promise<readonly RiskReason[]> {
    requireBetween('reasons(first:)', first, 1, mostReasons);
    const model = await modelOf(row, context);
    if (!model) return [];
    return reasonsOf(row.riskBins as string, model, context.viewer)
      .slice(0, first)
      .map((reason) => ({ points: reason.points, reason }));
  }
}

/** The model that a number's risk is of; null: it has none. */
const modelOf = async (row: Row, { numbers }: RequestContext): Promise<readonly Row[] | null> =>
  row.riskLogOdds === null ? null : numbers.warnings.load(row.month as string);

@Resolver(() => RiskReason)
export class RiskReasonResolver {
  @FieldResolver(() => String, { description: 'What the column is called.' })
  name(@Root() { reason }: RiskReason, @Ctx() { numberColumns }: RequestContext, @LocaleArg() locale: Locale): string {
    return inLocale(numberColumns.get(camelCase(reason.column))!.names, locale);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'The values that have these points, of which the number’s own is one; null where you may not see the column.',
  })
  value(@Root() { reason }: RiskReason, @Ctx() context: RequestContext, @LocaleArg() locale: Locale): string | null {
    return reason.isTold ? inLocale(binWords(reason, context), locale) : null;
  }
}
