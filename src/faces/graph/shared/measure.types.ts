import { Field, Int, ObjectType } from 'type-graphql';
import type { Names } from '../../../catalogue/names.js';
import type { Measure } from '../../../catalogue/types.js';
import { MeasureCode, MeasureKind } from './enums.types.js';

@ObjectType({
  simpleResolvers: true,
  description: 'A sum over the rows of a mart that measures are computed from; several share it.',
})
export class MeasurePart {
  @Field(() => String, { description: 'Unique: "gross_adds".' }) code!: string;
  @Field(() => String, { description: 'The derived mart whose rows are summed.' }) mart!: string;
  @Field(() => String, { description: 'SQL over one row of the mart.' }) sql!: string;
  @Field(() => [String], { description: 'Columns of the contract that it rests on: "number_month.revenue".' })
  columns!: readonly string[];
  @Field(() => Int, { description: 'Months of history before its own that it looks at; 0: none.' }) monthsBack!: number;
  names!: Names;
}

@ObjectType({ simpleResolvers: true, description: 'A measure of the catalogue. Its formula is shown wherever its value is.' })
export class MeasureInfo {
  @Field(() => MeasureCode) code!: string;
  @Field(() => String, { description: 'CNY, GB, min, numbers, %, …' }) unit!: string;
  @Field(() => MeasureKind) kind!: keyof typeof MeasureKind;
  @Field(() => String, { description: 'How it is computed, over other measures or over columns.' }) formula!: string;
  @Field(() => Boolean, { nullable: true, description: 'Is up good? Null where neither.' }) higherIsBetter!: boolean | null;
  definition!: Measure;
}

export const measureInfo = (definition: Measure): MeasureInfo => {
  const { code, unit, kind, formula, higherIsBetter } = definition;
  return { code, unit, kind, formula, higherIsBetter, definition };
};
