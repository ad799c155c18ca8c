import { Field, ObjectType } from 'type-graphql';
import type { Names } from '../../../catalogue/names.js';
import type { Dimension } from '../../../catalogue/types.js';
import { DimensionCode } from '../shared/enums.types.js';

@ObjectType({ simpleResolvers: true, description: 'A value of a dimension.' })
export class DimensionValue {
  @Field(() => String) code!: string;
  names!: Names;
  /** null: of a column that is no dimension. */
  dimension!: Dimension | null;
}

@ObjectType({ simpleResolvers: true, description: 'A dimension of the catalogue.' })
export class DimensionInfo {
  @Field(() => DimensionCode) code!: string;
  @Field(() => DimensionCode, { nullable: true, description: 'The coarser dimension that this one refines.' }) parent!:
    | string
    | null;
  definition!: Dimension;
}
