import { Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { Names } from '../../../catalogue/names.js';
import type { ListStatus as ListStatusCode, TargetListRow } from '../../../ledger/tables.js';
import { enumOf } from '../shared/enums.types.js';
import { SliceFilter } from '../shared/filter.types.js';
import { PageInfo } from '../shared/page.types.js';
import { Instant, LocalDate, SliceScalar, YearMonth } from '../shared/scalars.types.js';
import { Scene } from '../shared/scene.types.js';
import { GoalInput } from './goal.types.js';
import { ListUnit } from './list-unit.types.js';
import { Gate, Why } from './offer.types.js';

export const ListStatus = enumOf('DRAFT', 'FROZEN', 'APPROVED', 'RUNNING', 'CLOSED', 'EXPIRED');
registerEnumType(ListStatus, {
  name: 'ListStatus',
  description: 'Where a target list stands.',
  valuesConfig: {
    DRAFT: { description: 'Defined; nobody is on it yet.' },
    FROZEN: { description: 'Its members are settled for good, and wait for approval.' },
    APPROVED: { description: 'Approved by someone else than its author: work may begin.' },
    RUNNING: { description: 'Work of it has been claimed.' },
    CLOSED: { description: 'Ended by hand.' },
    EXPIRED: { description: 'Its last day is over.' },
  },
});

const nullable = { nullable: true } as const;

@InputType({ description: 'Which numbers a target list is made from, for which offers, and how many it may hold.' })
export class TargetListInput {
  @Field(() => String) name!: string;
  @Field(() => Boolean, { nullable: true, description: 'All numbers, which without a slice and a filter must be said.' })
  everybody?: boolean | null;
  @Field(() => SliceScalar, { nullable: true, description: 'The numbers of a figure; with `where` those that are in both.' })
  slice?: string | null;
  @Field(() => SliceFilter, nullable) where?: SliceFilter | null;
  @Field(() => YearMonth, {
    nullable: true,
    description: 'Whose numbers: one month. Default: that of the slice, else the newest; a slice of several months needs it.',
  })
  month?: string | null;
  @Field(() => Scene) scene!: keyof typeof Scene;
  @Field(() => [ID], { nullable: true, description: 'Default: all of the scene that the warehouse has the columns for.' })
  offers?: string[] | null;
  @Field(() => ListUnit, { nullable: true, defaultValue: 'NUMBER' }) per?: keyof typeof ListUnit | null;
  @Field(() => Int, { nullable: true, description: 'Members at most; from 1. Default: any number.' }) maxSize?: number | null;
  @Field(() => Float, { nullable: true, description: 'CNY that the members’ contacts and orders may be expected to cost.' })
  budget?: number | null;
  @Field(() => Float, {
    nullable: true,
    description: 'Share kept out to compare with, 0 to 0.5; drawn by household. Default: that of the contact policy.',
  })
  holdOut?: number | null;
  @Field(() => Float, {
    nullable: true,
    description:
      'Share of the seats, 0 (default) to 0.5, given by a draw to eligible numbers that the best leave out, so that their acceptance is learnt as well; needs maxSize or budget.',
  })
  exploration?: number | null;
  @Field(() => LocalDate, { nullable: true, description: 'The last day of it. Default: until it is closed.' })
  expiresOn?: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'NET_BENEFIT (default), or a numeric field of SliceFilter: the greatest value first, then the net benefit.',
  })
  rankBy?: string | null;
  @Field(() => String, { description: 'What for.' }) purpose!: string;
  @Field(() => GoalInput, { nullable: true, description: 'The figure that it is to change.' }) goal?: GoalInput | null;
  @Field(() => ID, {
    nullable: true,
    description:
      'A name of yours for this request, e.g. a UUID: asked again with it, the same list is given as it is now, and none is made.',
  })
  idempotencyKey?: string | null;
}

@ObjectType({
  simpleResolvers: true,
  description: 'Numbers to be contacted in a scene, settled once and reconciled with the slice that they come from.',
})
export class TargetList {
  @Field(() => ID) id!: string;
  @Field(() => String) name!: string;
  @Field(() => String) purpose!: string;
  @Field(() => ListStatus) status!: ListStatusCode;
  @Field(() => Scene) scene!: keyof typeof Scene;
  @Field(() => YearMonth, { description: 'Whose numbers they are.' }) month!: string;
  @Field(() => Int, nullable) maxSize!: number | null;
  @Field(() => Float, { nullable: true, description: 'CNY' }) budget!: number | null;
  @Field(() => Float, { description: 'Share kept out, 0 to 0.5.' }) holdOut!: number;
  @Field(() => Float, { description: 'Share of the seats that is drawn among whom the best leave out, 0 to 0.5.' })
  exploration!: number;
  @Field(() => String) rankBy!: string;
  @Field(() => ListUnit) per!: keyof typeof ListUnit;
  @Field(() => LocalDate, nullable) expiresOn!: string | null;
  @Field(() => Int, { description: 'Members; 0 before it is frozen.' }) size!: number;
  @Field(() => Int, { description: 'Numbers kept out to compare with.' }) heldOut!: number;
  @Field(() => Int, { description: 'Households or customers among the members.' }) treatedUnits!: number;
  @Field(() => Int, { description: 'Households or customers among those kept out.' }) controlUnits!: number;
  @Field(() => String, { nullable: true, description: 'SHA-256 of the snapshot, hexadecimal.' }) contentHash!: string | null;
  @Field(() => String, { description: 'Of offers, scenes and contact policy.' }) ruleVersion!: string;
  @Field(() => ID, { description: 'The built data that it was frozen on; before that: defined on.' }) generation!: string;
  @Field(() => Float, { nullable: true, description: 'CNY, of all members.' }) expectedNetBenefit!: number | null;
  @Field(() => Float, { nullable: true, description: 'CNY, of all members: contacts, and what orders cost once.' })
  expectedCost!: number | null;
  @Field(() => String) createdBy!: string;
  @Field(() => Instant, { description: 'RFC 3339.' }) createdAt!: string;
  @Field(() => Instant, { nullable: true, description: 'RFC 3339.' }) frozenAt!: string | null;
  @Field(() => String, nullable) approvedBy!: string | null;
  @Field(() => Instant, { nullable: true, description: 'RFC 3339.' }) approvedAt!: string | null;
  @Field(() => Instant, { nullable: true, description: 'RFC 3339.' }) closedAt!: string | null;
  row!: TargetListRow;
}

@ObjectType({ simpleResolvers: true, description: 'Numbers of the slice that are not on the list, by what keeps them off.' })
export class Suppression {
  @Field(() => Gate, { description: 'The farthest that one of the offers came.' }) gate!: keyof typeof Gate;
  @Field(() => Why, { description: 'The reason: a gate may have several.' }) why!: keyof typeof Why;
  @Field(() => Int) count!: number;
  reasons!: Names;
}

@ObjectType({ simpleResolvers: true })
export class TargetListEdge {
  @Field(() => TargetList) node!: TargetList;
  @Field(() => String, { description: '`after` of the page that begins behind this list.' }) cursor!: string;
}

@ObjectType({ simpleResolvers: true, description: 'A page of target lists.' })
export class TargetListConnection {
  @Field(() => [TargetListEdge]) edges!: readonly TargetListEdge[];
  @Field(() => [TargetList]) nodes!: readonly TargetList[];
  @Field(() => PageInfo) pageInfo!: PageInfo;
}
