import { Field, ID, ObjectType } from 'type-graphql';
import type { RequestContext } from '../../context.js';
import { Instant } from '../shared/scalars.types.js';
import { Scene } from '../shared/scene.types.js';

@ObjectType({
  simpleResolvers: true,
  description: 'A customer of whom another system told something at a channel: he walked in, calls, opened the app.',
})
export class Arrival {
  @Field(() => ID) id!: string;
  @Field(() => Instant, { description: 'When it happened; RFC 3339.' }) at!: string;
  @Field(() => String, { description: 'What happened, e.g. "customer.arrived".' }) type!: string;
  @Field(() => ID) channel!: string;
  @Field(() => Scene, { description: 'Where the customer is met, as the catalogue’s reactions say.' })
  scene!: keyof typeof Scene;
  @Field(() => ID, { description: 'The number’s `numberId`.' }) number!: string;
  limit!: number;
  /** Of the moment: its generation is held until the arrival is told. */
  own!: RequestContext;
}
