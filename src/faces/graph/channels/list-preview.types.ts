import { Field, Float, Int, ObjectType } from 'type-graphql';
import { Suppression } from './list.types.js';

@ObjectType({
  simpleResolvers: true,
  description: 'What freezing a draft now would give: sliceCount = size + heldOut + all suppressed. Nothing of it is kept.',
})
export class ListPreview {
  @Field(() => Int, { description: 'Members.' }) size!: number;
  @Field(() => Int, { description: 'Numbers kept out to compare with.' }) heldOut!: number;
  @Field(() => Int, { description: 'Numbers of the slice.' }) sliceCount!: number;
  @Field(() => [Suppression], { description: 'Numbers that would not be on it, in the order of the gates.' })
  suppressed!: readonly Suppression[];
  @Field(() => Float, { description: 'CNY, of all members.' }) expectedNetBenefit!: number;
  @Field(() => Float, { description: 'CNY, of all members: contacts, and what orders cost once.' }) expectedCost!: number;
}
