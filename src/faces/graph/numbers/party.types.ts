import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { partyId, partyIdInMonth } from '../../../numbers/party.js';
import { type Party, type PartyKind, partyFigure, partyKinds } from '../../../numbers/party.queries.js';
import type { NumberSession } from '../../../numbers/session.js';
import { codesNamed } from '../shared/codes.types.js';
import { YearMonth } from '../shared/scalars.types.js';

const nullable = { nullable: true } as const;

@ObjectType({ simpleResolvers: true, description: 'What the numbers of a customer or household are worth together.' })
export class PartyValue {
  @Field(() => codesNamed('NumberValueTier'), { nullable: true, description: 'The highest among its numbers.' })
  tier!: string | null;
  @Field(() => Float, { nullable: true, description: 'CNY: the sum of its numbers’, of those that have one.' })
  lifetimeValue!: number | null;
  @Field(() => Float, { nullable: true, description: 'CNY: the sum of monthlyMargin of its numbers on the books.' })
  margin!: number | null;
  @Field(() => Float, {
    nullable: true,
    description: 'Of the number that is most at risk: the chance that it truly leaves in the next month.',
  })
  risk!: number | null;
}

/** What both have. */
@ObjectType({ simpleResolvers: true })
abstract class PartyView {
  @Field(() => ID, {
    description:
      'Of it in this month, opaque: a client’s cache keeps its months apart by it. Where its id is asked for, this does as well.',
  })
  id!: string;
  @Field(() => YearMonth) month!: string;
  @Field(() => Int, { description: 'Its numbers on the books.' }) size!: number;
  @Field(() => PartyValue) value!: PartyValue;
  @Field(() => Int, { nullable: true, description: 'Of its numbers in the month.' }) complaints!: number | null;
  @Field(() => Int, { nullable: true, description: 'Of its numbers so many have an open complaint.' })
  openComplaints!: number | null;
  /** What the fields below come from. */
  party!: Party;
}

const pseudonym = 'The same in every month, as its numbers have it: a pseudonym unless role and purpose allow it in clear.';

@ObjectType({
  simpleResolvers: true,
  description:
    'A customer, a person or a company, in a month: the numbers of its customerId that you may see. What numbers may differ in is that of the one that stands for it: of those on the books the one that pays most.',
})
export class Customer extends PartyView {
  @Field(() => ID, { description: pseudonym }) customerId!: string;
  @Field(() => codesNamed('NumberCustomerType'), nullable) type!: string | null;
  @Field(() => String, { nullable: true, description: 'Of a company.' }) industry!: string | null;
  @Field(() => ID, { nullable: true, description: 'Who looks after it.' }) accountManager!: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'A household in a month: the numbers of its householdId that you may see.' })
export class Household extends PartyView {
  @Field(() => ID, { description: pseudonym }) householdId!: string;
  @Field(() => Boolean, { nullable: true, description: 'A number of it on the books has our broadband.' })
  hasBroadband!: boolean | null;
  @Field(() => Boolean, { nullable: true, description: 'A number of it on the books has IPTV.' }) hasIptv!: boolean | null;
  @Field(() => Boolean, { nullable: true, description: 'A number of it on the books is in a family net.' })
  hasFamilyNet!: boolean | null;
}

export const partyTypes = { CUSTOMER: Customer, HOUSEHOLD: Household } as const satisfies Record<PartyKind, unknown>;

/** A party as its fields. */
export function partyView(party: Party, session: NumberSession): Customer & Household {
  const { kind, month, row } = party;
  const view = {
    id: partyIdInMonth(party, session),
    [partyKinds[kind].field]: partyId(party, session),
    month,
    type: row.customer_type,
    industry: row.industry,
    accountManager: row.account_manager_id,
    size: row.size,
    hasBroadband: row.has_broadband,
    hasIptv: row.has_iptv,
    hasFamilyNet: row.has_family_net,
    complaints: row.complaints,
    openComplaints: row.knows_open ? row.open_complaints : null,
    value: {
      tier: row.value_tier as string | null,
      lifetimeValue: partyFigure(party, 'lifetime_value'),
      margin: partyFigure(party, 'monthly_margin'),
      risk: partyFigure(party, 'churn_risk'),
    },
    party,
  };
  return view as unknown as Customer & Household;
}
