import { Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { Catalogue as Definitions } from '../../../catalogue/types.js';
import type { RowGrant as Granted } from '../../../security/rows.js';
import { type Act as ActCode, acts } from '../../../security/viewer.js';
import { enumOf } from '../shared/enums.types.js';
import { Instant, LocalDate, YearMonth } from '../shared/scalars.types.js';
import { Scene } from '../shared/scene.types.js';

export const Act = enumOf(...acts);
registerEnumType(Act, {
  name: 'Act',
  description: 'What a viewer may do beyond looking.',
  valuesConfig: {
    MAKE_LISTS: { description: 'createTargetList, and closing lists.' },
    FREEZE_LISTS: { description: 'freezeTargetList, and what it would give.' },
    APPROVE_LISTS: { description: 'approveTargetList of others’ lists, and closing lists.' },
    WORK: { description: 'claimWork, extendLease, releaseWork.' },
    RECORD_OUTCOMES: { description: 'recordOutcome.' },
    SET_DO_NOT_CONTACT: { description: 'setDoNotContact.' },
    EXPORT: { description: 'startExport of what may be seen.' },
    SEND_EVENTS: { description: 'POST /events.' },
    ANNOTATE: { description: 'createAnnotation, removeAnnotation.' },
  },
});

@ObjectType({
  simpleResolvers: true,
  description: 'Whether the warehouse has a column of the contract, and what is lost without it.',
})
export class Coverage {
  @Field(() => String) mart!: string;
  @Field(() => String) column!: string;
  @Field(() => Boolean) provided!: boolean;
  @Field(() => String, {
    nullable: true,
    description: 'Of a column that the warehouse has not: what stands in for it, "plan.fee", as it is today in all months.',
  })
  standIn!: string | null;
  @Field(() => [YearMonth], {
    description:
      'Months in which it came without a single value: what needs it is NOT_PROVIDED there. Of what may begin late not the months before it does.',
  })
  emptyIn!: readonly string[];
  @Field(() => [String], {
    description: 'Codes of measures, dimensions and offers that need it; "REVENUE by DAY": what needs it to be told by day.',
  })
  neededBy!: string[];
}

@ObjectType({ simpleResolvers: true, description: 'What there is to ask for.' })
export class Catalogue {
  @Field(() => [YearMonth], { description: 'Months of the data, oldest first.' }) months!: readonly string[];
  definitions!: Definitions;
}

@ObjectType({ simpleResolvers: true, description: 'A check that was made before the generation went live.' })
export class Check {
  @Field(() => String) name!: string;
  @Field(() => Boolean) ok!: boolean;
  @Field(() => String) detail!: string;
}

@ObjectType({ simpleResolvers: true, description: 'The built data that answer: one request sees one generation.' })
export class Generation {
  @Field(() => ID) id!: string;
  @Field(() => LocalDate, { description: 'Last day of the newest month.' }) dataDate!: string;
  @Field(() => Instant, { description: 'RFC 3339.' }) builtAt!: string;
  @Field(() => String, {
    description:
      'The operator’s time zone by its IANA name, "Asia/Shanghai": days are its days, and its clock says when people are called.',
  })
  timeZone!: string;
  @Field(() => [YearMonth]) months!: readonly string[];
  @Field(() => Float, {
    description:
      'Numbers of the newest month, as far as the viewer may see. FORBIDDEN to who is not granted number_month: leave it out.',
  })
  numbers!: () => Promise<number>;
  @Field(() => [Check]) checks!: readonly Check[];
}

@ObjectType({
  simpleResolvers: true,
  description: 'Numbers with one of these values in each of what is named; null: whatever they have there.',
})
export class RowGrant implements Granted {
  @Field(() => [String], { nullable: true }) cities?: readonly string[];
  @Field(() => [String], { nullable: true }) counties?: readonly string[];
  @Field(() => [String], { nullable: true }) grids?: readonly string[];
  @Field(() => [String], { nullable: true, description: 'Joining channels.' }) channels?: readonly string[];
  @Field(() => [String], { nullable: true, description: 'Joining staff.' }) staff?: readonly string[];
}

@ObjectType({ simpleResolvers: true, description: 'Who asks, and what the policies grant.' })
export class Viewer {
  @Field(() => String) subject!: string;
  @Field(() => [String]) roles!: readonly string[];
  @Field(() => [Int], { description: '1 indicators, 2 reports, 3 numbers, 4 channels' }) tiers!: readonly number[];
  @Field(() => [String], {
    nullable: true,
    description: 'Null: all cities, or rows that are granted by something else, too: `rows` tells. Empty: none.',
  })
  cities!: readonly string[] | null;
  @Field(() => [RowGrant], {
    nullable: true,
    description: 'Numbers that may be seen: those of any of the grants. Null: all. Empty: none.',
  })
  rows!: readonly RowGrant[] | null;
  @Field(() => [Act], { description: 'What may be done beyond looking.' }) acts!: readonly ActCode[];
  @Field(() => [Scene], { nullable: true, description: 'Scenes of tier 4. Null: all. Empty: none.' })
  scenes!: readonly string[] | null;
  @Field(() => [String], {
    nullable: true,
    description: 'Channels at which he may listen to `arrivals`. Null: all. Empty: none.',
  })
  arrivals!: readonly string[] | null;
  @Field(() => [String]) purposes!: readonly string[];
  @Field(() => Int, {
    description: 'Figures of fewer numbers are SUPPRESSED, and with them what would give them away; 1: none are.',
  })
  minimumGroup!: number;
}
