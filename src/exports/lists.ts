import { sql } from 'kysely';
import { channelsOf } from '../campaigns/channels.js';
import { listNamed } from '../campaigns/lists/lists.js';
import { monthShown } from '../campaigns/lists/members.js';
import { type Snapshot, snapshotOf } from '../campaigns/snapshot.js';
import { badInput } from '../errors.js';
import { requireStatus } from '../ledger/lists/target-lists.js';
import { ident } from '../lib/quote.js';
import { columnsNamed } from '../numbers/export.queries.js';
import { compiled, fromNumbers, numberRows } from '../numbers/numbers.queries.js';
import { auditClear } from '../numbers/read.js';
import { requireMembers, seesTerms } from '../security/grants.js';
import { shown } from '../security/shown.js';
import { writeAuditLine } from '../session/audit-line.js';
import type { NumberColumn } from '../slices/columns.js';
import { type Statement, statement } from '../warehouse/statement.js';
import { aboutFile } from './about-file.js';
import { checkRows } from './jobs/quota.js';
import { type ExportInput, type ExportPlan, refuseArguments } from './plan.js';
import type { ExportSession } from './session.js';

/**
 * The members of a target list that may be worked on, by rank, with columns of their numbers as the viewer may see them.
 * Errors: BAD_USER_INPUT for no such list, CONFLICT for one that is not approved, UNKNOWN_NAME for a column, INTERNAL (`snapshotOf`).
 */
export async function listPlan(input: ExportInput, context: ExportSession): Promise<ExportPlan> {
  refuseArguments(input, ['everybody', 'where', 'slice', 'follow', 'month', 'sample', 'analysis']);
  if (!input.list) throw badInput('list: expected the id of a target list, found none. Take it from targetLists.');
  requireMembers(context.viewer);
  const list = await listNamed(input.list, context);
  requireStatus(list, ['APPROVED', 'RUNNING'], 'A list leaves the gateway only once it is approved, and until it is closed.');
  const snapshot = await snapshotOf(list, channelsOf(context).home);
  const month = monthShown(list, context);
  const columns = columnsNamed(input.columns ?? ['msisdn'], context).filter(({ name }) => !own.has(name));
  const members = membersStatement(snapshot, month, columns, context);
  return {
    months: [month],
    content: async () => {
      checkRows(list.size, context.viewer.limits);
      const fields = columns.map(({ field }) => field);
      await auditClear('export of a target list', members, fields, list.size, context);
      await writeAuditLine('target list exported', { list: list.id, columns: fields }, context, list.size);
      const about = aboutFile({ months: [month], scope: null, columns, of: { list: list.id } }, context);
      return { statement: members, ordered: true, about };
    },
  };
}

/** In the file anyway, or the same in every row. */
const own: ReadonlySet<string> = new Set(['number_id', 'month']);

function membersStatement(list: Snapshot, month: string, columns: readonly NumberColumn[], context: ExportSession): Statement {
  const { viewer, manifest } = context;
  const ref = (name: string) => sql.ref(`number_state.${name}`);
  const selected = columns.map((column) => shown(viewer, column, ref(column.name)).as(column.name));
  const numbers = compiled(
    '',
    numberRows([month], viewer, manifest).select([ref('number_id').as('own_id'), ...selected] as never),
    fromNumbers([month], manifest),
  );
  const members = `
    select rank, number_id, offer, ${seesTerms(viewer) ? 'net_benefit, acceptance_basis, ' : ''}explored${columns.map(({ name }) => `, seen.${ident(name)}`).join('')}
    from ${list.members} as list join (${numbers.sql}) as seen on seen.own_id = list.number_id
    order by rank`;
  return statement('export of a target list', members, numbers.parameters, [...list.reads, ...numbers.reads]);
}
