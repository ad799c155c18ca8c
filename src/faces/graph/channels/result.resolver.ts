import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { resultOf } from '../../../campaigns/results/result.js';
import { verdictText } from '../../../campaigns/results/verdict-text.js';
import type { RequestContext } from '../../context.js';
import { inLocale, type Locale } from '../../locale.js';
import { LocaleArg } from '../shared/locale-arg.resolver.js';
import { TargetList } from './list.types.js';
import { CampaignResult } from './result.types.js';

@Resolver(() => TargetList)
export class TargetListResultResolver {
  @FieldResolver(() => CampaignResult, { nullable: true, description: 'What came of it so far; null before it is frozen.' })
  result(@Root() { row }: TargetList, @Ctx() context: RequestContext): Promise<CampaignResult | null> {
    return resultOf(row, context);
  }
}

@Resolver(() => CampaignResult)
export class CampaignResultResolver {
  @FieldResolver(() => String, { description: 'The verdict in words, with its figures.' })
  verdictText(@Root() root: CampaignResult, @LocaleArg() locale: Locale): string {
    return inLocale(verdictText(root), locale);
  }
}
