import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { createTargetList } from '../../../campaigns/lists/create.js';
import { freezeTargetList } from '../../../campaigns/lists/freeze.js';
import { findList, listsPage } from '../../../campaigns/lists/lists.js';
import { approveTargetList, closeTargetList } from '../../../campaigns/lists/status.js';
import { suppressionsOf } from '../../../campaigns/lists/suppressions.js';
import { sliceSeen } from '../../../campaigns/lists/totals.js';
import type { Scene } from '../../../catalogue/offers/types.js';
import type { ListStatus as ListStatusCode, TargetListRow } from '../../../ledger/tables.js';
import { usualLimits } from '../../../security/limits.js';
import type { RequestContext } from '../../context.js';
import { inLocale, type Locale } from '../../locale.js';
import { connectionOf } from '../shared/connection.js';
import { LocaleArg } from '../shared/locale-arg.resolver.js';
import { ListStatus, Suppression, TargetList, TargetListConnection, TargetListInput } from './list.types.js';

const optional = { nullable: true } as const;

/** A list as the graph shows it. */
export const listView = (row: TargetListRow): TargetList => ({
  id: row.id,
  name: row.name,
  purpose: row.purpose,
  status: row.status,
  scene: row.scene as Scene,
  month: row.month,
  maxSize: row.max_size,
  budget: row.budget,
  per: row.per,
  holdOut: row.hold_out,
  exploration: row.exploration ?? 0,
  rankBy: row.rank_by,
  expiresOn: row.expires_on,
  size: row.size,
  heldOut: row.held_out,
  treatedUnits: row.treated_units,
  controlUnits: row.control_units,
  contentHash: row.content_hash,
  ruleVersion: row.rule_version,
  generation: row.generation,
  expectedNetBenefit: row.expected_net_benefit,
  expectedCost: row.expected_cost,
  createdBy: row.created_by,
  createdAt: row.created_at,
  frozenAt: row.frozen_at,
  approvedBy: row.approved_by,
  approvedAt: row.approved_at,
  closedAt: row.closed_at,
  row,
});

@Resolver()
export class TargetListQueries {
  @Query(() => TargetListConnection, {
    nullable: true,
    description:
      'Target lists all of whose numbers the viewer may see (those that its author may, or once it is frozen the cities of its members and of who is kept out), the newest first.',
  })
  async targetLists(
    @Ctx() context: RequestContext,
    @Arg('status', () => ListStatus, optional) status?: ListStatusCode | null,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50, description: `1 to ${usualLimits.targetLists}` }) first?:
      | number
      | null,
    @Arg('after', () => String, { nullable: true, description: 'endCursor of the page before.' }) after?: string | null,
    @Arg('standing', () => ID, { nullable: true, description: 'Those of a standing list, by its id.' }) standing?: string | null,
  ): Promise<TargetListConnection> {
    const asked = { status: status ?? null, standing: standing ?? null, first: first ?? 50, after: after ?? null };
    return connectionOf(await listsPage(asked, context), listView);
  }

  @Query(() => TargetList, { nullable: true, description: 'null where there is none of this id that the viewer may see.' })
  async targetList(@Arg('id', () => ID) id: string, @Ctx() context: RequestContext): Promise<TargetList | null> {
    const row = await findList(id, context);
    return row && listView(row);
  }

  @Mutation(() => TargetList, { description: 'Defines a list. Nobody is on it until it is frozen.' })
  async createTargetList(
    @Arg('input', () => TargetListInput) input: TargetListInput,
    @Ctx() context: RequestContext,
  ): Promise<TargetList> {
    return listView(await createTargetList(input, context));
  }

  @Mutation(() => TargetList, { description: 'Settles for good who is on it, by the data and the rules of now.' })
  async freezeTargetList(@Arg('id', () => ID) id: string, @Ctx() context: RequestContext): Promise<TargetList> {
    return listView(await freezeTargetList(id, context));
  }

  @Mutation(() => TargetList, { description: 'Lets work on a frozen list begin. Not for its author: four eyes.' })
  async approveTargetList(@Arg('id', () => ID) id: string, @Ctx() context: RequestContext): Promise<TargetList> {
    return listView(await approveTargetList(id, context));
  }

  @Mutation(() => TargetList, { description: 'Ends a list: no more work of it is handed out.' })
  async closeTargetList(@Arg('id', () => ID) id: string, @Ctx() context: RequestContext): Promise<TargetList> {
    return listView(await closeTargetList(id, context));
  }
}

@Resolver(() => TargetList)
export class TargetListResolver {
  @FieldResolver(() => [Suppression], {
    description: 'Numbers of the slice that are not on it, as far as the viewer may see them, in the order of the gates.',
  })
  async suppressed(@Root() { row }: TargetList, @Ctx() context: RequestContext): Promise<readonly Suppression[]> {
    return suppressionsOf(await sliceSeen(row, context), context.catalogue);
  }

  @FieldResolver(() => Int, {
    description: 'Numbers of the slice, as far as the viewer may see them: size + heldOut + all suppressed, once it is frozen.',
  })
  async sliceCount(@Root() { row }: TargetList, @Ctx() context: RequestContext): Promise<number> {
    return (await sliceSeen(row, context)).slice_count;
  }
}

@Resolver(() => Suppression)
export class SuppressionResolver {
  @FieldResolver(() => String)
  reason(@Root() { reasons }: Suppression, @LocaleArg() locale: Locale): string {
    return inLocale(reasons, locale);
  }
}
