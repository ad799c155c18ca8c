import { Field, ObjectType, registerEnumType } from 'type-graphql';
import type { Names } from '../../../catalogue/names.js';
import type { FilterKind as FilterKindCode } from '../../../slices/columns.js';
import { DimensionCode, enumOf } from '../shared/enums.types.js';
import { DimensionValue } from './dimensions.types.js';

export const FilterKind: Readonly<Record<Uppercase<FilterKindCode>, string>> = enumOf(
  'CODE',
  'NAME',
  'NUMBER',
  'DATE',
  'BOOLEAN',
  'LIST',
  'SET',
);
registerEnumType(FilterKind, {
  name: 'FilterKind',
  description: 'How a column is compared.',
  valuesConfig: {
    CODE: { description: 'CodeFilter' },
    NAME: { description: 'NameFilter' },
    NUMBER: { description: 'NumericFilter' },
    DATE: { description: 'DateFilter' },
    BOOLEAN: { description: 'BooleanFilter' },
    LIST: { description: 'ListFilter' },
    SET: { description: 'SetFilter' },
  },
});

@ObjectType({ simpleResolvers: true, description: 'A field of SliceFilter.' })
export class FilterColumn {
  @Field(() => String, { description: 'The field in SliceFilter.' }) name!: string;
  @Field(() => FilterKind) type!: Uppercase<FilterKindCode>;
  @Field(() => String, { nullable: true, description: 'CNY, GB, min, 1-5, …' }) unit!: string | null;
  @Field(() => DimensionCode, { nullable: true, description: 'The dimension that it is, whose values of now stand there.' })
  dimension!: string | null;
  @Field(() => [DimensionValue], { nullable: true, description: 'The only values that it has; null where any may occur.' })
  values!: readonly DimensionValue[] | null;
  @Field(() => Boolean, { description: 'Who sees it masked cannot filter by it.' }) personal!: boolean;
  names!: Names;
}
