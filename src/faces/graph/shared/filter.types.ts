import { Field, Float, ID, InputType } from 'type-graphql';
import type { FilterColumn, FilterKind } from '../../../slices/columns.js';
import { LocalDate } from './scalars.types.js';

const nullable = { nullable: true } as const;
const other = {
  nullable: true,
  description: 'Rows without a value are not among them: add or: [{ … { isNull: true } }] for those.',
} as const;
const noneOf = { nullable: true, description: 'None of them; rows without a value are left out too.' } as const;
const oneOf = {
  nullable: 'itemsAndList',
  description: 'One of them; a null beside values asks for rows without a value too.',
} as const;

@InputType({ description: 'Comparisons of a code; all that are given hold.' })
export class CodeFilter {
  @Field(() => String, nullable) eq?: string;
  @Field(() => String, other) ne?: string;
  @Field(() => [String], oneOf) in?: (string | null)[];
  @Field(() => [String], noneOf) notIn?: string[];
  @Field(() => Boolean, nullable) isNull?: boolean;
}

@InputType({ description: 'Comparisons of a name or free text; all that are given hold.' })
export class NameFilter extends CodeFilter {
  @Field(() => String, { nullable: true, description: 'It stands somewhere in it, in capitals or not.' }) contains?: string;
  @Field(() => String, { nullable: true, description: 'It begins so, in capitals or not.' }) startsWith?: string;
}

@InputType({ description: 'Comparisons of a number; all that are given hold.' })
export class NumericFilter {
  @Field(() => Float, nullable) eq?: number;
  @Field(() => Float, other) ne?: number;
  @Field(() => [Float], oneOf) in?: (number | null)[];
  @Field(() => [Float], noneOf) notIn?: number[];
  @Field(() => Float, nullable) lt?: number;
  @Field(() => Float, nullable) lte?: number;
  @Field(() => Float, nullable) gt?: number;
  @Field(() => Float, nullable) gte?: number;
  @Field(() => [Float], { nullable: true, description: '[from, to], both included' }) between?: number[];
  @Field(() => Boolean, nullable) isNull?: boolean;
}

@InputType({ description: 'Comparisons of a date; all that are given hold.' })
export class DateFilter {
  @Field(() => LocalDate, nullable) eq?: string;
  @Field(() => LocalDate, other) ne?: string;
  @Field(() => [LocalDate], oneOf) in?: (string | null)[];
  @Field(() => [LocalDate], noneOf) notIn?: string[];
  @Field(() => LocalDate, nullable) before?: string;
  @Field(() => LocalDate, nullable) after?: string;
  @Field(() => [LocalDate], { nullable: true, description: '[from, to], both included' }) between?: string[];
  @Field(() => Boolean, nullable) isNull?: boolean;
}

@InputType({ description: 'Comparisons of a yes or no; all that are given hold.' })
export class BooleanFilter {
  @Field(() => Boolean, nullable) eq?: boolean;
  @Field(() => Boolean, other) ne?: boolean;
  @Field(() => Boolean, nullable) isNull?: boolean;
}

@InputType({ description: 'Comparisons of a column of several codes; all that are given hold.' })
export class ListFilter {
  @Field(() => String, { nullable: true, description: 'The code is among them.' }) has?: string;
  @Field(() => [String], { nullable: true, description: 'One of the codes is among them.' }) hasAny?: string[];
  @Field(() => Boolean, nullable) isNull?: boolean;
}

@InputType({ description: 'Numbers of a set that was sent in.' })
export class SetFilter {
  @Field(() => ID) id!: string;
  @Field(() => Float, {
    nullable: true,
    description: 'Only those with such a score or a higher one; those without one are left out.',
  })
  scoreGte?: number;
}

@InputType({
  description:
    'Which numbers. Everything in one object holds (AND); `or` and `not` beside the fields. A comparison with an empty value is neither true nor false, as in SQL: `ne` and `notIn` leave rows without a value out too; `isNull`, or a null beside the values of `in`, asks for them. Any other null, and an object with nothing in it, is an error at every depth: it is a variable that was lost.',
})
export class SliceFilter {
  @Field(() => [SliceFilter], nullable) and?: SliceFilter[];
  @Field(() => [SliceFilter], nullable) or?: SliceFilter[];
  @Field(() => SliceFilter, nullable) not?: SliceFilter;
}

const inputs: Readonly<Record<FilterKind, () => unknown>> = {
  code: () => CodeFilter,
  name: () => NameFilter,
  number: () => NumericFilter,
  date: () => DateFilter,
  boolean: () => BooleanFilter,
  list: () => ListFilter,
  set: () => SetFilter,
};

/** Gives SliceFilter one field a dimension and column of numbers. Decorators are functions: they work in a loop. Call once. */
export function defineFilterFields(columns: ReadonlyMap<string, FilterColumn>): void {
  for (const { field, kind, description } of columns.values()) {
    Field(inputs[kind] as () => typeof CodeFilter, { nullable: true, description })(SliceFilter.prototype, field);
  }
}
