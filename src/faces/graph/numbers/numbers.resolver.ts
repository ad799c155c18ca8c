import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, FieldResolver, Float, ID, Info, Int, Query, Resolver, Root } from 'type-graphql';
import { findNumber } from '../../../numbers/find.js';
import type { NumbersPage } from '../../../numbers/page.js';
import { countOfNumbers, numbersPage, sumsOfNumbers } from '../../../numbers/page.js';
import { projectionOf } from '../../../numbers/projection.js';
import { usualLimits } from '../../../security/limits.js';
import type { Follow as FollowCode } from '../../../slices/slice.js';
import type { Row } from '../../../warehouse/engine.js';
import type { RequestContext } from '../../context.js';
import { Follow, follows, MeasureCode } from '../shared/enums.types.js';
import { SliceFilter } from '../shared/filter.types.js';
import { PageInfo } from '../shared/page.types.js';
import { SliceScalar, YearMonth } from '../shared/scalars.types.js';
import { selectionBelow } from '../shared/selection.resolver.js';
import { PhoneNumberConnection, PhoneNumberEdge, PhoneNumberOrder } from './connection.types.js';
import { PhoneNumber } from './phone-number.types.js';

const [mostRows, mostCells] = [usualLimits.numberRows, usualLimits.numberCells].map((figure) => figure.toLocaleString('en'));

@Resolver()
export class NumberQueries {
  @Query(() => PhoneNumber, {
    nullable: true,
    description:
      'A phone number by its id, or by the number itself however it is written (looked up by keyed hash); null where the month has none such, or none that the viewer may see.',
  })
  number(
    @Arg('id', () => ID, { nullable: true, description: 'A number’s `numberId`, or its `id` in a month.' })
    id: string | undefined,
    @Arg('msisdn', () => String, { nullable: true, description: '13800001234, +86 138 0000 1234, １３８…' })
    msisdn: string | undefined,
    @Arg('month', () => YearMonth, { nullable: true, description: 'Default: that of the id, else the newest.' })
    month: string | undefined,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Row | null> {
    const { columns, cells } = projectionOf(selectionBelow(info), context);
    context.numbers.limits.charge(msisdn ? Math.max(cells, context.viewer.limits.searchCells) : cells);
    return findNumber({ id, msisdn, month }, columns, context);
  }

  @Query(() => PhoneNumberConnection, {
    nullable: true,
    description:
      'The phone numbers behind a slice or a filter: just those that a figure counts. Of a slice over several months without `month`: number-months.',
  })
  async numbers(
    @Arg('where', () => SliceFilter, { nullable: true }) where: SliceFilter | undefined,
    @Arg('slice', () => SliceScalar, { nullable: true }) slice: string | undefined,
    @Arg('follow', () => Follow, follows) follow: FollowCode | null,
    @Arg('month', () => YearMonth, { nullable: true, description: 'Default: the slice’s months, else the newest.' })
    month: string | undefined,
    @Arg('orderBy', () => [PhoneNumberOrder], { nullable: true, description: 'Default: by month and id.' })
    orderBy: PhoneNumberOrder[] | undefined,
    @Arg('first', () => Int, {
      nullable: true,
      defaultValue: 100,
      description: `1 to ${mostRows}, and at most ${mostCells} cells.`,
    })
    first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'endCursor of the page before.' }) after: string | undefined,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<NumbersPage> {
    return numbersPage({ where, slice, follow, month, orderBy, first: first ?? 100, after }, selectionBelow(info), context);
  }
}

@Resolver(() => PhoneNumberConnection)
export class PhoneNumberConnectionResolver {
  @FieldResolver(() => [PhoneNumber])
  nodes(@Root() { rows }: NumbersPage): readonly Row[] {
    return rows;
  }

  @FieldResolver(() => [PhoneNumberEdge])
  edges(@Root() { rows, cursorOf }: NumbersPage): readonly PhoneNumberEdge[] {
    return rows.map((node) => ({ node, cursor: cursorOf(node) }));
  }

  @FieldResolver(() => PageInfo)
  pageInfo(@Root() { rows, cursorOf, hasNextPage, hasPreviousPage }: NumbersPage): PageInfo {
    const [first, last] = [rows[0], rows.at(-1)];
    return {
      hasNextPage,
      hasPreviousPage,
      startCursor: first ? cursorOf(first) : null,
      endCursor: last ? cursorOf(last) : null,
    };
  }

  @FieldResolver(() => Int, { description: 'Of all pages.' })
  totalCount(@Root() page: NumbersPage): Promise<number> {
    return countOfNumbers(page);
  }

  @FieldResolver(() => [Float], {
    nullable: 'items',
    description:
      'Figures of all numbers, not only the page’s, each by its measure’s own rule over the months; null where there is none.',
  })
  sums(@Root() page: NumbersPage, @Arg('measures', () => [MeasureCode]) measures: string[]): Promise<readonly (number | null)[]> {
    return sumsOfNumbers(page, measures);
  }
}
