import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Scene } from '../../catalogue/offers/types.js';
import { rulesIn, thresholdsIn, thresholdsOfColumns } from '../../catalogue/rule-columns.js';
import { unknownName } from '../../catalogue/suggestions.js';
import type { Catalogue, PartitionTree } from '../../catalogue/types.js';
import type { Why } from '../../decisions/gates/index.js';
import { badInput, MartletError } from '../../errors.js';
import { sliceOf } from '../../figures/question.js';
import { compiled, fromNumbers, scoped } from '../../numbers/numbers.queries.js';
import { requireAct, requireScene, seesWholeNumbers } from '../../security/grants.js';
import { encodeSlice } from '../../slices/slice.js';
import { channelsOf } from '../channels.js';
import { offersNamed } from '../lists/create.js';
import { stemOf } from '../lists/freeze.js';
import { planOfList } from '../lists/freeze-statement.js';
import { removeFilesOf } from '../lists/leftovers.js';
import { byNetBenefit, type ListNumbers, listNumbers } from '../lists/numbers.js';
import type { CampaignSession } from '../session.js';
import { catalogueChange, type RuleChange } from './change.js';
import { offerMoves, treeMoves } from './moves.queries.js';

/** A change, and whom it is looked at for: by default everybody in the newest month. */
export interface SimulationInput {
  readonly slice?: string | undefined;
  /** A filter as the graph's SliceFilter has it. */
  readonly where?: unknown;
  readonly month?: string | null;
  /** Where offers are made; not of thresholds of the life cycle. */
  readonly scene?: Scene | null;
  readonly change: RuleChange;
  /** Levels of the life cycle that moves are told by. */
  readonly levels: number;
}

/** Numbers that are dealt with alike before and after. */
export interface SimulatedMove {
  readonly from: SimulatedPlace;
  readonly to: SimulatedPlace;
  readonly count: number;
  /** They; null where they stay, are too many to be told, or the viewer sees no single numbers. */
  readonly slice: string | null;
}

/** What is offered, or why nothing is; or a node of the life cycle. */
export interface SimulatedPlace {
  readonly offer: string | null;
  readonly why: Why | null;
  readonly node: string | null;
}

export interface Totals {
  /** Numbers that are offered something. */
  readonly offered: number;
  /** CNY, expected. */
  readonly cost: number;
  readonly netBenefit: number;
}

export interface OfferEffect {
  readonly offer: string;
  readonly before: number;
  readonly after: number;
  /** Numbers that it is offered to after and not before, and the other way round. */
  readonly won: number;
  readonly lost: number;
}

export interface Simulation {
  /** With the change. */
  readonly supposed: Catalogue;
  /** Whom it was looked at for. */
  readonly numbers: number;
  /** Most numbers first. */
  readonly moves: readonly SimulatedMove[];
  /** Of offers; null of thresholds of the life cycle. */
  readonly before: Totals | null;
  readonly after: Totals | null;
  readonly offers: readonly OfferEffect[];
}

/**
 * Who would move if rules were changed, and what it would bring: by the very statements that make lists and that build the life cycle, and nothing
 * is written. For who may freeze lists, as it tells what freezing tells. Errors: FORBIDDEN, BAD_USER_INPUT, UNKNOWN_NAME, STALE_SLICE, NOT_PROVIDED.
 */
export async function simulate(input: SimulationInput, context: CampaignSession): Promise<Simulation> {
  const { viewer, suppose } = context;
  channelsOf(context);
  requireAct(viewer, 'FREEZE_LISTS');
  const { slice, where, month = null, scene = null, change, levels } = input;
  const isOfTree = (change.thresholds ?? []).length > 0;
  const isOfOffers = (change.offers ?? []).length + (change.offerThresholds ?? []).length > 0 || !!change.contactPolicy;
  if (isOfTree === isOfOffers)
    throw badInput(
      `change: expected either thresholds of the life cycle, or offers, offerThresholds and contactPolicy, found ${isOfTree ? 'both' : 'neither'}.`,
    );
  const asked = { slice, where, month, rankBy: byNetBenefit, rows: viewer.rows };
  const supposed = suppose(catalogueChange(change, context));
  const numbers = await listNumbers(asked, context);
  if (isOfTree) return ofTree(change, supposed, numbers, levels, context);
  if (scene === null) throw badInput('scene: expected where offers are made (COUNTER, OUTBOUND, ONLINE, PARTNER), found none.');
  requireScene(viewer, scene);
  return ofOffers(scene, supposed, numbers, context);
}

async function ofOffers(scene: Scene, supposed: Catalogue, numbers: ListNumbers, context: CampaignSession): Promise<Simulation> {
  const { catalogue, coverage, decisions, viewer } = context;
  const { home } = channelsOf(context);
  const list = (by: Pick<CampaignSession, 'catalogue' | 'coverage'>) => ({
    id: randomUUID(),
    scene,
    offers: JSON.stringify(offersNamed(null, scene, by).map(({ code }) => code)),
    rank_by: byNetBenefit,
    salt: 'simulation',
    hold_out: 0,
    exploration: 0,
    max_size: null,
    budget: null,
    standing_id: null,
    per: 'NUMBER' as const,
  });
  const judged = decisions.judgedBy(supposed);
  const [now, then] = [list(context), list({ catalogue: supposed, coverage })];
  const stems = [await stemOf(now, home), await stemOf(then, home)] as const;
  try {
    const by = { catalogue, effects: decisions.effects };
    const before = await planOfList(now, numbers.statement.sql, stems[0], { ...context, by });
    const after = await planOfList(then, numbers.statement.sql, stems[1], {
      ...context,
      by: { catalogue: supposed, effects: judged.effects },
    });
    const most = seesWholeNumbers(viewer) ? viewer.limits.filterValues : 0;
    const rows = await context.run(offerMoves(before, after, judged, numbers.statement, most), 'exports');
    const sum = (column: string) => rows.reduce((all, row) => all + Number(row[column] ?? 0), 0);
    const moves = rows.map((row) => {
      const from = { offer: row.offer_before as string | null, why: (row.why_before as Why) || null, node: null };
      const to = { offer: row.offer_after as string | null, why: (row.why_after as Why) || null, node: null };
      return moveOf(from, to, row, numbers, context);
    });
    const offered = (side: 'from' | 'to') => countIn(moves, (move) => move[side].offer !== null);
    return {
      supposed,
      numbers: countIn(moves, () => true),
      moves,
      before: { offered: offered('from'), cost: sum('cost_before'), netBenefit: sum('net_before') },
      after: { offered: offered('to'), cost: sum('cost_after'), netBenefit: sum('net_after') },
      offers: effectsOn(moves),
    };
  } finally {
    for (const stem of stems) await removeFilesOf(stem);
  }
}

type Moved = Pick<SimulatedMove, 'from' | 'to' | 'count'>;
const countIn = (moves: readonly Moved[], which: (move: Moved) => boolean): number =>
  moves.filter(which).reduce((sum, { count }) => sum + count, 0);

function effectsOn(moves: readonly Moved[]): readonly OfferEffect[] {
  const codes = new Set(moves.flatMap(({ from, to }) => [from.offer, to.offer]).filter((code) => code !== null));
  return [...codes].sort().map((offer) => {
    const [before, after] = [countIn(moves, ({ from }) => from.offer === offer), countIn(moves, ({ to }) => to.offer === offer)];
    const both = countIn(moves, ({ from, to }) => from.offer === offer && to.offer === offer);
    return { offer, before, after, won: after - both, lost: before - both };
  });
}

async function ofTree(
  { thresholds }: RuleChange,
  supposed: Catalogue,
  { scope, month }: ListNumbers,
  levels: number,
  context: CampaignSession,
): Promise<Simulation> {
  const { catalogue, manifest, viewer } = context;
  const tree = catalogue.trees.get('LIFECYCLE');
  if (tree?.relation !== 'PARTITION') throw new MartletError('NOT_PROVIDED', 'The catalogue has no tree LIFECYCLE.');
  requireTold(
    tree,
    (thresholds ?? []).map(({ code }) => code),
  );
  const rows = compiled(
    'numbers of a simulation',
    scoped(scope, [month], context).select(sql`number_state.*` as never),
    fromNumbers([month], manifest),
  );
  const most = seesWholeNumbers(viewer) ? viewer.limits.filterValues : 0;
  const found = await context.run(treeMoves(tree, supposed, levels, rows, most), 'exports');
  const nodeOf = (path: unknown): SimulatedPlace => ({ offer: null, why: null, node: `${tree.code}.${path}` });
  const moves = found.map((row) => moveOf(nodeOf(row.node_before), nodeOf(row.node_after), row, { scope, month }, context));
  return { supposed, numbers: countIn(moves, () => true), moves, before: null, after: null, offers: [] };
}

/** Errors: UNKNOWN_NAME for a threshold that needs a build to tell what it does. */
function requireTold(tree: PartitionTree, codes: readonly string[]): void {
  const told = new Set([...thresholdsOfColumns, ...rulesIn(tree).flatMap(thresholdsIn)]);
  const other = codes.find((code) => !told.has(code));
  if (other !== undefined) throw unknownName('threshold of the life cycle', other, told);
}

function moveOf(
  from: SimulatedPlace,
  to: SimulatedPlace,
  { numbers, ids }: Readonly<Record<string, unknown>>,
  { scope, month }: Pick<ListNumbers, 'scope' | 'month'>,
  context: CampaignSession,
): SimulatedMove {
  const slice = ids ? sliceOf(scope, month, { where: { numberId: { in: ids as readonly string[] } } }) : null;
  return { from, to, count: Number(numbers), slice: slice && encodeSlice(slice, context) };
}
