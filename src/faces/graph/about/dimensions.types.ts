import { Field, ObjectType } from 'type-graphql';
import type { Names } from '../../../catalogue/names.js';
import type { Dimension } from '../../../catalogue/types.js';
import type { DimensionValue as Value } from '../../../indicators/dimension-values.js';
import { DimensionCode } from '../shared/enums.types.js';

@ObjectType({ simpleResolvers: true, description: 'A value of a dimension.' })
export class DimensionValue {
  @Field(() => String) code!: string;
  names!: Names;
  parent!: Value['parent'];
}

@ObjectType({ simpleResolvers: true, description: 'A dimension of the catalogue.' })
export class DimensionInfo {
  @Field(() => DimensionCode) code!: string;
  @Field(() => DimensionCode, { nullable: true, description: 'The coarser dimension that this one refines.' }) parent!:
    | string
    | null;
  definition!: Dimension;
}
