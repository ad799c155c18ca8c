import { Field, ObjectType, registerEnumType } from 'type-graphql';
import type { NumberColumn } from '../../../slices/columns.js';
import { enumOf } from '../shared/enums.types.js';

export const Board: Readonly<Record<string, string>> = enumOf('IDENTITY', 'MARKET', 'NETWORK', 'FINANCE', 'SERVICE');
registerEnumType(Board, {
  name: 'Board',
  description: 'Where a column of a number stands: `finance { … }`; IDENTITY: at the number itself.',
});

@ObjectType({ simpleResolvers: true, description: 'A column that the operator added to the contract, of one number.' })
export class OwnColumn {
  @Field(() => String, {
    description:
      'The field: of the board, of SliceFilter, of `orderBy`. `filterColumns` tells its kind and what its codes are called.',
  })
  name!: string;
  @Field(() => Board) board!: string;
  @Field(() => String, { nullable: true, description: 'CNY, GB, points, …' }) unit!: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'As text: 12.5, true, 2026-10-31, a code. Personal: masked, or a pseudonym, unless role and purpose allow.',
  })
  value!: string | null;
  names!: NumberColumn['names'];
}
