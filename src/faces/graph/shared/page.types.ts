import { Field, ObjectType } from 'type-graphql';

@ObjectType({ simpleResolvers: true, description: "Where a page lies; its endCursor is the next one's `after`." })
export class PageInfo {
  @Field(() => Boolean) hasNextPage!: boolean;
  @Field(() => String, { nullable: true }) endCursor!: string | null;
  @Field(() => Boolean) hasPreviousPage!: boolean;
  @Field(() => String, { nullable: true }) startCursor!: string | null;
}
