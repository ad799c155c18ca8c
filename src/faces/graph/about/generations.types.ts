import { Field, ID, ObjectType } from 'type-graphql';
import { Instant, LocalDate, YearMonth } from '../shared/scalars.types.js';

@ObjectType({
  simpleResolvers: true,
  description: 'A generation that is kept: a request may be answered from it with the header `x-martlet-generation`.',
})
export class KeptGeneration {
  @Field(() => ID) id!: string;
  @Field(() => Instant, { description: 'RFC 3339.' }) builtAt!: string;
  @Field(() => LocalDate, { description: 'Last day of the newest month.' }) dataDate!: string;
  @Field(() => [YearMonth]) months!: readonly string[];
}

@ObjectType({ simpleResolvers: true, description: 'What is other in a generation than in one of before.' })
export class GenerationChanges {
  @Field(() => KeptGeneration) since!: KeptGeneration;
  @Field(() => [YearMonth]) monthsAdded!: readonly string[];
  @Field(() => [YearMonth]) monthsRemoved!: readonly string[];
  @Field(() => [YearMonth], {
    description:
      'Months of both that were built again, as the warehouse’s files or the definitions that they rest on are others: figures of them may be others too.',
  })
  monthsRebuilt!: readonly string[];
  @Field(() => [String], { description: 'Columns of the contract that the warehouse now has: "number_month.data_gb".' })
  columnsAdded!: readonly string[];
  @Field(() => [String], { description: 'Columns of the contract that it had.' }) columnsRemoved!: readonly string[];
  @Field(() => Boolean, { description: 'The catalogue, the contract or the SQL of the marts is another.' })
  definitionsChanged!: boolean;
}
