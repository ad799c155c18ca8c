import { Field, ObjectType } from 'type-graphql';
import type { Measure } from '../../../catalogue/types.js';
import { MeasureCode, MeasureKind } from './enums.types.js';

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
