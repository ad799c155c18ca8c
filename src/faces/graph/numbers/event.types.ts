import { Field, ID, ObjectType } from 'type-graphql';
import type { Definitions } from '../../../serving/definitions.js';
import { codesNamed, registerCodes } from '../shared/codes.types.js';
import { LocalDate } from '../shared/scalars.types.js';

const nullable = { nullable: true } as const;

const eventType = 'PhoneNumberEventType';

/** Makes the enum of events out of the contract. To be called once, before the schema is built. */
export const registerEventType = ({ contract }: Pick<Definitions, 'contract'>): void =>
  registerCodes(
    eventType,
    'What may happen to a number.',
    contract.marts.get('number_event')!.columns.get('type')!.codes!,
    new Map(),
  );

@ObjectType({ simpleResolvers: true, description: 'What happened to a number on a day.' })
export class PhoneNumberEvent {
  @Field(() => LocalDate) on!: string;
  @Field(() => codesNamed(eventType)) type!: string;
  @Field(() => ID, nullable) channelId!: string | null;
  @Field(() => ID, nullable) staffId!: string | null;
  @Field(() => ID, { nullable: true, description: 'Of an OFFER_ORDER.' }) offerId!: string | null;
}
