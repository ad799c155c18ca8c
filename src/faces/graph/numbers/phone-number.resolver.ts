import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, FieldResolver, Info, Int, Resolver, Root } from 'type-graphql';
import { lastDay, monthsUpTo } from '../../../lib/months.js';
import { longestHistory, projectionOf } from '../../../numbers/projection.js';
import { requireBetween, usualLimits } from '../../../security/limits.js';
import type { Row } from '../../../warehouse/engine.js';
import type { RequestContext } from '../../context.js';
import { LocalDate } from '../shared/scalars.types.js';
import { selectionBelow } from '../shared/selection.resolver.js';
import { PhoneNumberEvent } from './event.types.js';
import { NumberFeatures, NumberFinance, NumberMarket, NumberNetwork, NumberService, PhoneNumber } from './phone-number.types.js';
import { lifecycleIn, retentionIn, valueIn } from './value.js';
import { NumberLifecycle, NumberValue, Retention } from './value.types.js';

/** A PhoneNumber is a row whose columns are called as the graph's fields, so that each is answered without a step between. */
@Resolver(() => PhoneNumber)
export class PhoneNumberResolver {
  @FieldResolver(() => NumberMarket)
  market(@Root() row: Row): Row {
    return row;
  }

  @FieldResolver(() => NumberNetwork)
  network(@Root() row: Row): Row {
    return row;
  }

  @FieldResolver(() => NumberFinance)
  finance(@Root() row: Row): Row {
    return row;
  }

  @FieldResolver(() => NumberService)
  service(@Root() row: Row): Row {
    return row;
  }

  @FieldResolver(() => NumberFeatures)
  features(@Root() row: Row): Row {
    return row;
  }

  @FieldResolver(() => NumberLifecycle)
  lifecycle(@Root() row: Row): NumberLifecycle {
    return lifecycleIn(row);
  }

  @FieldResolver(() => NumberValue)
  value(@Root() row: Row, @Ctx() context: RequestContext): NumberValue {
    return valueIn(row, context);
  }

  @FieldResolver(() => [PhoneNumber], {
    description: 'The number in its months up to and with this one, oldest first; months in which it was not there are left out.',
  })
  async history(
    @Root() row: Row,
    @Arg('months', () => Int, { nullable: true, defaultValue: longestHistory, description: `1 to ${usualLimits.historyMonths}` })
    asked: number | null,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<readonly Row[]> {
    const { numbers, coverage, viewer } = context;
    const months = asked ?? longestHistory;
    requireBetween('history(months:)', months, 1, viewer.limits.historyMonths);
    const { columns } = projectionOf(selectionBelow(info), context);
    const wanted = monthsUpTo(row.month as string, months).filter((month) => coverage.months.includes(month));
    const rows = await numbers.rows.load({ id: row.numberId as string, months: wanted, fields: columns });
    return [...rows].sort((a, b) => ((a.month as string) < (b.month as string) ? -1 : 1));
  }

  @FieldResolver(() => [PhoneNumberEvent], { description: 'What happened to it, oldest first.' })
  async events(
    @Root() row: Row,
    @Ctx() { numbers }: RequestContext,
    @Arg('from', () => LocalDate, { nullable: true, description: 'Default: all that is known.' }) from?: string | null,
    @Arg('to', () => LocalDate, { nullable: true, description: 'Default: the end of the number’s month.' }) to?: string | null,
  ): Promise<readonly PhoneNumberEvent[]> {
    const days = { from: from ?? null, to: to ?? lastDay(row.month as string) };
    return (await numbers.events.load({ id: row.numberId as string, ...days })) as unknown as readonly PhoneNumberEvent[];
  }
}

@Resolver(() => NumberValue)
export class NumberValueResolver {
  @FieldResolver(() => Retention, {
    nullable: true,
    description: 'Of its joining month and customer type; null where none of them is on the books.',
  })
  async retention(@Root() { row }: NumberValue, @Ctx() { numbers }: RequestContext): Promise<Retention | null> {
    const key = {
      month: row.month as string,
      joinMonth: row.joinMonth as string,
      customerType: row.customerType as string | null,
    };
    const curve = await numbers.curves.load(key);
    return curve && retentionIn(curve);
  }
}
