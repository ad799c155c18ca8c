import { Field, ObjectType } from 'type-graphql';
import type { Names } from '../../../catalogue/names.js';
import { DimensionCode } from './enums.types.js';

@ObjectType({ simpleResolvers: true, description: 'One value of a dimension; terms side by side all hold.' })
export class CauseTerm {
  @Field(() => DimensionCode) dimension!: string;
  @Field(() => String) code!: string;
  names!: Names;
}
