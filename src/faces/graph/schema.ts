// First, as type-graphql's decorators ask for it while the modules below are loaded.
import 'reflect-metadata';
import { type GraphQLSchema, lexicographicSortSchema, printSchema } from 'graphql';
import { buildSchemaSync, type NonEmptyArray, type PubSub } from 'type-graphql';
import type { Definitions } from '../../serving/definitions.js';
import { filterColumns, numberColumns } from '../../slices/columns.js';
import { AboutResolver, CatalogueResolver, CheckResolver } from './about/about.resolver.js';
import { DimensionInfoResolver, DimensionValueResolver } from './about/dimensions.resolver.js';
import { FilterColumnQueries, FilterColumnResolver } from './about/filter-columns.resolver.js';
import { GenerationSubscription } from './about/generation-changed.resolver.js';
import { GenerationsResolver } from './about/generations.resolver.js';
import { ArrivalResolver } from './channels/arrival.resolver.js';
import { CardPlanResolver, CardQueries } from './channels/card.resolver.js';
import {
  GoalResolver,
  IndicatorListsResolver,
  IndicatorNodeListsResolver,
  TargetListGoalResolver,
} from './channels/goal.resolver.js';
import { ListPreviewResolver } from './channels/list-preview.resolver.js';
import { SuppressionResolver, TargetListQueries, TargetListResolver } from './channels/lists.resolver.js';
import { ListMembersResolver, MembershipResolver } from './channels/members.resolver.js';
import { OfferConditionResolver, OfferQueries, OfferResolver } from './channels/offers.resolver.js';
import {
  NumberContactsResolver,
  OutcomeMutations,
  OutcomeReasonResolver,
  OutcomeReasonsResolver,
} from './channels/outcomes.resolver.js';
import { partyChannelsResolvers } from './channels/party.resolver.js';
import {
  CandidateResolver,
  DecisionResolver,
  NumberRecommendationsResolver,
  RecommendationQueries,
} from './channels/recommendations.resolver.js';
import { CampaignResultResolver, TargetListResultResolver } from './channels/result.resolver.js';
import { SimulationPlaceResolver, SimulationQueries } from './channels/simulation.resolver.js';
import { StandingListQueries, StandingListResolver, TargetListStandingResolver } from './channels/standing.resolver.js';
import { ListProgressResolver, WorkItemResolver, WorkMutations, WorkQueries } from './channels/work.resolver.js';
import { ExportJobResolver } from './exports/export-job.resolver.js';
import { ExportResolver } from './exports/exports.resolver.js';
import {
  AnnotationQueries,
  AnnotationResolver,
  CauseAnnotationsResolver,
  ExplanationAnnotationsResolver,
  TrendPointAnnotationsResolver,
} from './indicators/annotation.resolver.js';
import {
  CauseResolver,
  DimensionEffectResolver,
  DriverResolver,
  ExplanationQueries,
  ExplanationResolver,
  PartEffectResolver,
} from './indicators/explanation.resolver.js';
import {
  IndicatorNodeResolver,
  IndicatorQueries,
  IndicatorResolver,
  IndicatorTreeResolver,
  PartResolver,
  TreeInfoResolver,
  TrendPointResolver,
} from './indicators/indicators.resolver.js';
import { SignalResolver } from './indicators/signals.resolver.js';
import { resolveLongListsInTurns } from './long-lists.js';
import { PhoneNumberEventResolver } from './numbers/event.resolver.js';
import { registerEventType } from './numbers/event.types.js';
import { defineLabelFields, numberLabelResolvers } from './numbers/number-labels.resolver.js';
import { NumberSetResolver } from './numbers/number-set.resolver.js';
import { NumberQueries, PhoneNumberConnectionResolver } from './numbers/numbers.resolver.js';
import { OwnColumnResolver, PhoneNumberOwnColumnsResolver } from './numbers/own-column.resolver.js';
import { NumberPartiesResolver, PartyQueries, partyNumbersResolvers } from './numbers/party.resolver.js';
import { NumberValueResolver, PhoneNumberResolver } from './numbers/phone-number.resolver.js';
import { defineNumberFields } from './numbers/phone-number.types.js';
import { PhoneNumberPlansResolver, PlanFitResolver } from './numbers/plan-fit.resolver.js';
import { NumberRiskResolver, PhoneNumberRiskResolver, RiskReasonResolver } from './numbers/risk.resolver.js';
import { SliceQueries } from './numbers/slice.resolver.js';
import { AnalysisQueries, AnalysisRowResolver } from './reports/analysis.resolver.js';
import { defineAnalysisFields } from './reports/analysis.types.js';
import { ColumnResolver } from './reports/column.resolver.js';
import {
  ReportInfoResolver,
  ReportOptionInfoResolver,
  ReportOptionValueResolver,
  ReportQueries,
  ReportResolver,
  ReportRowResolver,
} from './reports/report.resolver.js';
import { TableQueries } from './reports/table.resolver.js';
import { registerCatalogueEnums } from './shared/enums.types.js';
import { defineFilterFields } from './shared/filter.types.js';
import { MeasureInfoResolver, MeasurePartResolver } from './shared/measure.resolver.js';
import { CauseTermResolver } from './shared/term.resolver.js';

// biome-ignore lint/complexity/noBannedTypes: type-graphql's own type for classes
const resolvers: NonEmptyArray<Function> = [
  IndicatorQueries,
  TreeInfoResolver,
  IndicatorTreeResolver,
  IndicatorNodeResolver,
  IndicatorResolver,
  PartResolver,
  TrendPointResolver,
  ExplanationQueries,
  ExplanationResolver,
  DriverResolver,
  DimensionEffectResolver,
  PartEffectResolver,
  CauseResolver,
  CauseTermResolver,
  AnnotationQueries,
  AnnotationResolver,
  TrendPointAnnotationsResolver,
  ExplanationAnnotationsResolver,
  CauseAnnotationsResolver,
  TableQueries,
  AnalysisQueries,
  AnalysisRowResolver,
  ColumnResolver,
  ReportQueries,
  ReportInfoResolver,
  ReportOptionInfoResolver,
  ReportOptionValueResolver,
  ReportResolver,
  ReportRowResolver,
  SignalResolver,
  NumberQueries,
  PhoneNumberConnectionResolver,
  PhoneNumberResolver,
  PhoneNumberOwnColumnsResolver,
  OwnColumnResolver,
  PhoneNumberEventResolver,
  NumberValueResolver,
  NumberRiskResolver,
  PhoneNumberPlansResolver,
  PlanFitResolver,
  PhoneNumberRiskResolver,
  RiskReasonResolver,
  ...numberLabelResolvers,
  PartyQueries,
  NumberPartiesResolver,
  ...partyNumbersResolvers,
  ...partyChannelsResolvers,
  SliceQueries,
  NumberSetResolver,
  OfferQueries,
  OfferResolver,
  OfferConditionResolver,
  TargetListQueries,
  TargetListResolver,
  ListPreviewResolver,
  SuppressionResolver,
  SimulationQueries,
  SimulationPlaceResolver,
  StandingListQueries,
  StandingListResolver,
  TargetListStandingResolver,
  TargetListGoalResolver,
  GoalResolver,
  IndicatorNodeListsResolver,
  IndicatorListsResolver,
  ListMembersResolver,
  MembershipResolver,
  RecommendationQueries,
  NumberRecommendationsResolver,
  DecisionResolver,
  CandidateResolver,
  ArrivalResolver,
  CardQueries,
  CardPlanResolver,
  WorkMutations,
  WorkQueries,
  TargetListResultResolver,
  CampaignResultResolver,
  WorkItemResolver,
  ListProgressResolver,
  OutcomeMutations,
  OutcomeReasonsResolver,
  OutcomeReasonResolver,
  NumberContactsResolver,
  MeasureInfoResolver,
  MeasurePartResolver,
  AboutResolver,
  CatalogueResolver,
  CheckResolver,
  DimensionInfoResolver,
  DimensionValueResolver,
  FilterColumnQueries,
  FilterColumnResolver,
  ExportResolver,
  ExportJobResolver,
  GenerationSubscription,
  GenerationsResolver,
];

let built: { readonly schema: GraphQLSchema; readonly hash: string } | undefined;

/** type-graphql asks for one; our subscriptions have sources of their own. */
const noTopics: PubSub = {
  publish: () => {
    throw new Error('there are no topics');
  },
  subscribe: () => {
    throw new Error('there are no topics');
  },
};

/** The graph of a catalogue and a contract. type-graphql's metadata is global, so a process has one: a second catalogue is refused. */
export function createSchema({ catalogue, contract, derived }: Definitions): GraphQLSchema {
  const hash = `${catalogue.hash} ${contract.hash}`;
  if (built) {
    if (built.hash !== hash) throw new Error('a process has one catalogue: its schema was built from another one');
    return built.schema;
  }
  registerCatalogueEnums(catalogue);
  const numbers = numberColumns(contract, derived, 'BIGINT');
  defineFilterFields(filterColumns(catalogue, numbers));
  defineNumberFields(numbers, catalogue);
  defineLabelFields(numbers, catalogue);
  registerEventType({ contract });
  defineAnalysisFields(catalogue);
  const schema = buildSchemaSync({ resolvers, validate: false, emitSchemaFile: false, pubSub: noTopics });
  resolveLongListsInTurns(schema);
  built = { schema, hash };
  return schema;
}

/** The schema as committed: sorted, so that a difference is a difference. */
export const schemaText = (schema: GraphQLSchema): string => `${printSchema(lexicographicSortSchema(schema))}\n`;
