import type { Names } from '../../catalogue/names.js';
import type { Scene } from '../../catalogue/offers/types.js';
import { columnsOfScene } from '../../decisions/columns-of-scene.js';
import type { BatchRow, ItemRow } from '../../ledger/tables.js';
import { idsStatement } from '../../numbers/numbers.queries.js';
import { projectionOf } from '../../numbers/projection.js';
import { readNumbers } from '../../numbers/read.js';
import type { Viewer } from '../../security/viewer.js';
import type { Selection } from '../../session/selection.js';
import { camelCase } from '../../slices/columns.js';
import type { Lane, Row } from '../../warehouse/engine.js';
import { channelsOf } from '../channels.js';
import { type OfferView, offerOf } from '../offers.js';
import { pitchOf } from '../pitch.js';
import type { CampaignSession } from '../session.js';
import { callableFrom } from './callable.js';

/** Work that is one viewer's until its lease is over. */
export interface WorkBatch {
  /** Of a batch that claimWork began; where nothing was left to claim, of none: no batch has it. */
  readonly id: string;
  readonly list: string;
  readonly fence: string;
  readonly leaseUntil: string;
  readonly items: readonly WorkItem[];
}

export interface WorkItem {
  readonly number: Row;
  readonly offer: OfferView;
  readonly rank: number;
  readonly attempt: number;
  /** When the customer asked to be called back; null where he did not. */
  readonly callBackAt: string | null;
  /** Not before this instant; null: now. */
  readonly callableFrom: string | null;
  readonly pitches: Names;
}

/** What is asked for of a batch's items. */
export interface BatchSelection {
  /** Columns (fields) of the numbers. */
  readonly fields: readonly string[];
  readonly hasPitch: boolean;
  /** Cells of an item. */
  readonly cells: number;
}

/** Of the selection below a batch. */
export function batchSelection(selection: Selection, context: CampaignSession): BatchSelection {
  const items = selection.get('items')?.below();
  const { columns, cells } = projectionOf(items?.get('number')?.below() ?? new Map(), context);
  return { fields: columns, hasPitch: items?.has('pitch') ?? false, cells: cells + (items?.size ?? 0) };
}

/** A batch and the items that it holds, as viewers are told of them. */
export async function batchOf(
  batch: BatchRow,
  scene: Scene,
  held: readonly ItemRow[],
  wanted: BatchSelection,
  context: CampaignSession,
): Promise<WorkBatch> {
  const { contactPolicy, offers, scenes } = context.catalogue;
  const { now, timeZone } = channelsOf(context);
  const at = now();
  const numbers = await numbersOf(held, wanted, context);
  const values = await valuesOf(held, scene, wanted, context);
  // A number or an offer that is gone meanwhile is not contacted.
  const items = held.flatMap(({ number_id, offer: code, rank, attempts, call_back_at: callBackAt }) => {
    const [number, offer] = [numbers.get(number_id), offers.get(code)];
    if (!number || !offer) return [];
    const from = callableFrom(at, timeZone, scenes.get(scene)!, contactPolicy, offer);
    const pitches = pitchOf(offer.pitch, values.get(number_id) ?? {});
    return [{ number, offer: offerOf(offer, context.viewer), rank, attempt: attempts, callBackAt, callableFrom: from, pitches }];
  });
  return {
    id: batch.id,
    list: batch.list_id,
    fence: String(batch.fence),
    leaseUntil: batch.lease_until,
    items: items.sort(inTurn),
  };
}

/** Appointments by their time, then the others by rank. */
const inTurn = (a: WorkItem, b: WorkItem): number =>
  a.callBackAt === b.callBackAt ? a.rank - b.rank : (a.callBackAt ?? '~') < (b.callBackAt ?? '~') ? -1 : 1;

type Rows = ReadonlyMap<string, Row>;

const numbersOf = (items: readonly ItemRow[], { fields }: BatchSelection, context: CampaignSession): Promise<Rows> =>
  rowsOf(items, fields, context.viewer, context);

/** What the pitches speak of, by columns; personal ones masked. */
async function valuesOf(
  items: readonly ItemRow[],
  scene: Scene,
  { hasPitch }: BatchSelection,
  context: CampaignSession,
): Promise<Rows> {
  if (!hasPitch) return new Map();
  const { catalogue, viewer } = context;
  const pitches = JSON.stringify([...new Set(items.map(({ offer }) => offer))].map((code) => catalogue.offers.get(code)?.pitch));
  const columns = columnsOfScene(catalogue, scene).filter((name) => pitches.includes(`{{${name}}}`));
  const rows = await rowsOf(items, columns.map(camelCase), { ...viewer, personal: 'masked' }, context);
  const byColumn = (row: Row): Row => Object.fromEntries(columns.map((name) => [name, row[camelCase(name)] ?? null]));
  return new Map([...rows].map(([id, row]) => [id, byColumn(row)]));
}

async function rowsOf(
  items: readonly ItemRow[],
  fields: readonly string[],
  viewer: Viewer,
  context: CampaignSession,
): Promise<Rows> {
  if (items.length === 0) return new Map();
  const ids = items.map(({ number_id }) => number_id);
  const own = { ...context, viewer };
  const asked = idsStatement(ids, [context.manifest.months.at(-1)!], fields, own);
  const rows = await readNumbers(asked, fields, laneFor(ids.length), own);
  return new Map(rows.map((row) => [row.numberId as string, row]));
}

/** The numbers of a batch that a person works on are read within 30 ms; thousands must not make the counters wait. */
export const laneFor = (numbers: number): Lane => (numbers <= 200 ? 'channels' : 'slices');
