import { Field, ObjectType, registerEnumType } from 'type-graphql';
import type { Names } from '../../../catalogue/names.js';
import type { ColumnValue } from '../../../reports/column.js';
import { DimensionCode, enumOf, MeasureCode } from '../shared/enums.types.js';

export const ColumnType = enumOf('STRING', 'NUMBER', 'BOOLEAN');
registerEnumType(ColumnType, { name: 'ColumnType', description: 'What the cells of a column are, where they are not null.' });

@ObjectType({ simpleResolvers: true, description: 'A column of a table.' })
export class Column implements ColumnValue {
  @Field(() => String, { description: 'As in the rows, e.g. "closingSubscribers".' }) name!: string;
  @Field(() => ColumnType) type!: ColumnValue['type'];
  @Field(() => String, { nullable: true, description: 'CNY, GB, min, numbers, %, …' }) unit!: string | null;
  @Field(() => MeasureCode, { nullable: true }) measure!: string | null;
  @Field(() => DimensionCode, { nullable: true }) dimension!: string | null;
  names!: Names;
}
