import { sql } from 'kysely';
import { didYouMean, suggestions } from '../../catalogue/suggestions.js';
import { badInput, MartletError } from '../../errors.js';
import { requireSelectable } from '../../figures/held.js';
import type { Scope } from '../../figures/question.js';
import { compiled, fromNumbers, scoped } from '../../numbers/numbers.queries.js';
import { requireFilterable } from '../../security/grants.js';
import type { Rows } from '../../security/rows.js';
import { knownMonth, resolveScope, type ScopeInput } from '../../session/scope.js';
import { monthOfSlice } from '../../slices/slice.js';
import type { Statement } from '../../warehouse/statement.js';
import type { CampaignSession } from '../session.js';

/** What the numbers of a list are, as its author said it. */
export interface ListQuestion extends ScopeInput {
  readonly month: string | null;
  readonly rankBy: string;
  /** Which the author may see; null: all. */
  readonly rows: Rows;
}

/** The numbers that a list is made from. */
export interface ListNumbers {
  readonly scope: Scope;
  readonly month: string;
  /** number_id, and rank_value unless they are ranked by net benefit. */
  readonly statement: Statement;
  readonly count: () => Promise<number>;
}

export const byNetBenefit = 'NET_BENEFIT';

/**
 * The numbers of a slice and a filter in one month, as far as the list's author may see them.
 * Errors: as `resolveScope` and `requireSelectable`; BAD_USER_INPUT for a month that slice or data do not have; UNKNOWN_NAME for what they cannot be ranked by.
 */
export async function listNumbers(
  { month: asked, rankBy, rows, ...question }: ListQuestion,
  context: CampaignSession,
): Promise<ListNumbers> {
  const own = { ...context, viewer: { ...context.viewer, rows } };
  const { scope, period } = await resolveScope(question, own, 4);
  if (period && asked === null && period.from !== period.to)
    throw badInput(
      `month: expected one of the slice's (${period.from} to ${period.to}), found none. Say whose numbers the list is made from.`,
    );
  const month = knownMonth(period ? monthOfSlice(period, asked ?? undefined) : (asked ?? undefined), context.coverage.months);
  requireSelectable(scope, [month], context);
  const statement = numbersStatement(scope, month, rankBy, own);
  const count = async (): Promise<number> => {
    const counting = {
      ...statement,
      name: `count: ${statement.name}`,
      sql: `select count(*) as numbers from (${statement.sql}) as sliced`,
    };
    return Number((await context.run(counting, 'slices'))[0]!.numbers);
  };
  return { scope, month, statement, count };
}

function numbersStatement(scope: Scope, month: string, rankBy: string, context: CampaignSession): Statement {
  const id = sql.ref('number_state.number_id').as('number_id');
  const columns = rankBy === byNetBenefit ? [id] : [id, sql.raw(rankSql(rankBy, context)).as('rank_value')];
  const query = scoped(scope, [month], context).select(columns as never);
  return compiled(`numbers of a target list, ${month}`, query, fromNumbers([month], context.manifest));
}

function rankSql(name: string, { columns, viewer }: CampaignSession): string {
  const column = columns.get(name);
  if (column?.kind === 'number') {
    requireFilterable(viewer, { [name]: {} }, columns);
    return column.sql;
  }
  const numeric = [byNetBenefit, ...[...columns.values()].filter(({ kind }) => kind === 'number').map(({ field }) => field)];
  const near = suggestions(name, numeric);
  throw new MartletError(
    'UNKNOWN_NAME',
    `rankBy: expected ${byNetBenefit} or a numeric field of SliceFilter, found "${name}".${didYouMean(near)}`,
    { suggestions: near },
  );
}
