import { Field, ObjectType } from 'type-graphql';
import type { Names } from '../../../catalogue/names.js';
import type { Measure } from '../../../catalogue/types.js';
import { MeasureCode } from './enums.types.js';

/** The name in the language asked for; English where none was. */
export const inLocale = (names: Names, locale: 'EN' | 'ZH' | undefined | null): string => (locale === 'ZH' ? names.zh : names.en);

@ObjectType({ simpleResolvers: true, description: 'A measure of the catalogue. Its formula is shown wherever its value is.' })
export class MeasureInfo {
  @Field(() => MeasureCode) code!: string;
  @Field(() => String, { description: 'CNY, GB, min, numbers, %, …' }) unit!: string;
  @Field(() => String, { description: 'flow, stock or ratio' }) kind!: string;
  @Field(() => String, { description: 'How it is computed, over other measures or over columns.' }) formula!: string;
  @Field(() => Boolean, { nullable: true, description: 'Is up good? Null where neither.' }) higherIsBetter!: boolean | null;
  definition!: Measure;
}

export const measureInfo = (definition: Measure): MeasureInfo => {
  const { code, unit, kind, formula, higherIsBetter } = definition;
  return { code, unit, kind, formula, higherIsBetter, definition };
};
