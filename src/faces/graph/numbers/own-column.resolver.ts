import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { ownColumnsSeen } from '../../../numbers/projection.js';
import type { Row } from '../../../warehouse/engine.js';
import type { RequestContext } from '../../context.js';
import { inLocale, type Locale } from '../../locale.js';
import { LocaleArg } from '../shared/locale-arg.resolver.js';
import { OwnColumn } from './own-column.types.js';
import { PhoneNumber } from './phone-number.types.js';

@Resolver(() => PhoneNumber)
export class PhoneNumberOwnColumnsResolver {
  @FieldResolver(() => [OwnColumn], {
    description:
      'The columns that the operator added to the contract, those that the viewer may see, by their board: for who shows them without knowing them.',
  })
  ownColumns(@Root() row: Row, @Ctx() context: RequestContext): readonly OwnColumn[] {
    return ownColumnsSeen(context).map(({ field, board, unit, names }) => {
      const value = row[field];
      return { name: field, board: board.toUpperCase(), unit, names, value: value == null ? null : String(value) };
    });
  }
}

@Resolver(() => OwnColumn)
export class OwnColumnResolver {
  @FieldResolver(() => String)
  label(@Root() { names }: OwnColumn, @LocaleArg() locale: Locale): string {
    return inLocale(names, locale);
  }
}
