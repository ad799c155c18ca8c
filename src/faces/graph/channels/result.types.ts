import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import { type CampaignVerdict, verdicts } from '../../../campaigns/results/effect.js';
import { enumOf } from '../shared/enums.types.js';
import { LocalDate } from '../shared/scalars.types.js';

const CampaignVerdictCode = enumOf(...(Object.keys(verdicts) as CampaignVerdict[]));
registerEnumType(CampaignVerdictCode, {
  name: 'CampaignVerdict',
  description: 'What may be said of a campaign.',
  valuesConfig: Object.fromEntries(Object.entries(verdicts).map(([code, description]) => [code, { description }])),
});

const rate = (description: string) => ({ nullable: true, description: `${description}; 0 to 1.` });
const refusable = (description: string) => ({
  nullable: true,
  description: `${description}; null where the verdict refuses it.`,
});

@ObjectType({
  simpleResolvers: true,
  description: 'Both arms of who was drawn beyond the best of a list, counted as those of the whole list are.',
})
export class ExploredResult {
  @Field(() => Int, { description: 'Members.' }) treated!: number;
  @Field(() => Int, { description: 'Numbers kept out.' }) control!: number;
  @Field(() => Int, { description: 'Members that ordered and kept it.' }) treatedOrders!: number;
  @Field(() => Int, { description: 'Kept out, ordered all the same and kept it.' }) controlOrders!: number;
  @Field(() => Float, rate('treatedOrders ÷ treated')) treatedRate!: number | null;
  @Field(() => Float, rate('controlOrders ÷ control')) controlRate!: number | null;
  treatedUnits!: number;
  controlUnits!: number;
  treatedLost!: number;
  controlLost!: number;
}

@ObjectType({
  simpleResolvers: true,
  description:
    'What came of a target list. Intent to treat: all members, contacted or not, beside all who were kept out. An order is one of any of the list’s offers, in any scene; a number counts once, and not when it has since gone off the books or into dual drop.',
})
export class CampaignResult {
  @Field(() => LocalDate, { description: 'The first day whose orders count: that of the freeze.' }) from!: string;
  @Field(() => LocalDate, { description: 'The last day whose orders count: the list’s, at most today.' }) to!: string;
  @Field(() => Int, { description: 'Members.' }) treated!: number;
  @Field(() => Int, { description: 'Numbers kept out.' }) control!: number;
  @Field(() => Int, { description: 'Households, customers or single numbers that were drawn as members.' }) treatedUnits!: number;
  @Field(() => Int, { description: 'Those that were drawn to be kept out.' }) controlUnits!: number;
  @Field(() => Int, { description: 'Members that ordered and kept it.' }) treatedOrders!: number;
  @Field(() => Int, { description: 'Kept out, ordered all the same and kept it.' }) controlOrders!: number;
  @Field(() => Int, { description: 'Members that ordered and have gone since; not among treatedOrders.' }) treatedLost!: number;
  @Field(() => Int, { description: 'Kept out, ordered and have gone since; not among controlOrders.' }) controlLost!: number;
  @Field(() => Float, rate('treatedOrders ÷ treated')) treatedRate!: number | null;
  @Field(() => Float, rate('controlOrders ÷ control')) controlRate!: number | null;
  @Field(() => Float, refusable('treatedRate − controlRate, −1 to 1')) uplift!: number | null;
  @Field(() => Float, refusable('Lower bound of its 95 % interval (Newcombe, widened for households)')) upliftLow!: number | null;
  @Field(() => Float, refusable('Upper bound')) upliftHigh!: number | null;
  @Field(() => Float, refusable('Orders that would not have come without it: uplift × treated')) incrementalOrders!:
    | number
    | null;
  @Field(() => Int, { description: 'Contacts made for the list.' }) contacts!: number;
  @Field(() => Float, { nullable: true, description: 'CNY, of all contacts of the list less clawback.' }) cost!: number;
  @Field(() => Float, { description: 'CNY, commissions of the list’s orders that were lost.' }) clawback!: number;
  @Field(() => Float, {
    nullable: true,
    description: 'CNY, mean over treatedOrders; where there are none, over the members’ offers.',
  })
  marginPerOrder!: number | null;
  @Field(() => Float, {
    nullable: true,
    description: '(incrementalOrders × marginPerOrder − cost) ÷ cost; null as uplift is, and where nothing was spent.',
  })
  roi!: number | null;
  @Field(() => Float, { nullable: true, description: 'With upliftLow.' }) roiLow!: number | null;
  @Field(() => Float, { nullable: true, description: 'With upliftHigh.' }) roiHigh!: number | null;
  @Field(() => CampaignVerdictCode) verdict!: CampaignVerdict;
  @Field(() => Float, {
    nullable: true,
    description: 'Chance of arms as unequal as these if drawn as planned; below 0.001 they are not compared.',
  })
  sampleRatioP!: number | null;
  holdOut!: number;
  @Field(() => ExploredResult, {
    nullable: true,
    description: 'Of who was drawn beyond the best, who are counted above as well; null of a list that explores nothing.',
  })
  explored!: ExploredResult | null;
}
