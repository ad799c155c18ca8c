import { Field, Float, ID, ObjectType } from 'type-graphql';
import type { Names } from '../../../catalogue/names.js';
import { Absence } from '../shared/enums.types.js';
import { LocalDate } from '../shared/scalars.types.js';
import { Scene } from '../shared/scene.types.js';
import { Contact } from './contact.types.js';
import { Offer } from './offer.types.js';

@ObjectType({ simpleResolvers: true, description: 'A customer’s plan.' })
export class CardPlan {
  @Field(() => ID) code!: string;
  names!: Names;
}

@ObjectType({ simpleResolvers: true, description: 'What a customer owes at the end of the newest month.' })
export class CardArrears {
  @Field(() => Boolean) inArrears!: boolean;
  @Field(() => Float, { description: 'CNY' }) amount!: number;
}

@ObjectType({ simpleResolvers: true, description: 'An offer that is not made again for a while.' })
export class OfferUntil {
  @Field(() => Offer) offer!: Offer;
  @Field(() => LocalDate, {
    nullable: true,
    description:
      'The day of it; null where the household ordered it with another number, or the contact is not the viewer’s to see.',
  })
  on!: string | null;
  @Field(() => LocalDate, { nullable: true, description: 'The last day on which it is not made again; null as `on`.' })
  until!: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'Why a part of a card is null.' })
export class AbsentPart {
  @Field(() => String, { description: 'The field, e.g. "arrears".' }) part!: string;
  @Field(() => Absence) reason!: keyof typeof Absence;
}

@ObjectType({
  simpleResolvers: true,
  description: 'Who stands there, by the newest month and what was recorded since; nothing personal.',
})
export class CustomerCard {
  @Field(() => ID, { description: 'The number’s `numberId`.' }) number!: string;
  @Field(() => Scene) scene!: keyof typeof Scene;
  @Field(() => LocalDate, { description: 'Last day of the marts; contacts are as of now.' }) dataDate!: string;
  @Field(() => CardPlan, { nullable: true, description: 'Null where the warehouse does not tell: see `absent`.' })
  plan!: CardPlan | null;
  @Field(() => LocalDate, {
    nullable: true,
    description: 'Null without a contract; where the warehouse does not tell, see `absent`.',
  })
  contractEndOn!: string | null;
  @Field(() => CardArrears, { nullable: true, description: 'Null where the warehouse does not tell: see `absent`.' })
  arrears!: CardArrears | null;
  @Field(() => Boolean, {
    nullable: true,
    description:
      'Is a complaint of the number open at the end of the newest month (`hasOpenComplaint`)? Of a warehouse without the mart complaint: has it complained in that month? That is what offers look at. Null where the column is missing: see `absent`.',
  })
  openComplaint!: boolean | null;
  @Field(() => [Contact], { description: 'The last five in any scene, the warehouse’s and those recorded here, newest first.' })
  lastContacts!: readonly Contact[];
  @Field(() => [OfferUntil], {
    description: 'Offers that the customer refused, in whatever scene, and that still cool down in this one.',
  })
  refused!: readonly OfferUntil[];
  @Field(() => [OfferUntil], {
    description:
      'Offers that he ordered (of a household’s offer: his household), in whatever scene, and whose months are not over.',
  })
  ordered!: readonly OfferUntil[];
  @Field(() => [AbsentPart], { description: 'Why parts are null that could be told.' }) absent!: readonly AbsentPart[];
}
