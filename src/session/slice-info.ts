import { measureNamed } from '../catalogue/named.js';
import type { Names } from '../catalogue/names.js';
import { partsOf } from '../catalogue/parts-of.js';
import { MartletError } from '../errors.js';
import { valueFrom } from '../figures/figure.js';
import { knownOf } from '../figures/known.js';
import { type Scope, scopeOf, sliceOf } from '../figures/question.js';
import { addAll } from '../figures/sums.js';
import { isOfFew } from '../figures/suppression/counts.js';
import { requireTier } from '../security/grants.js';
import { shownWhere } from '../security/shown.js';
import { encodeSlice, readSlice, type Slice } from '../slices/slice.js';
import type { Where } from '../slices/where.js';
import { requireAskable } from './scope.js';
import type { Session } from './session.js';
import { sliceWords } from './slice-words.js';

/** What a handle is, as far as the viewer may see it. */
export interface SliceInfo {
  readonly words: Names;
  readonly from: string;
  readonly to: string;
  /** null: there is none. */
  readonly where: Where | null;
  readonly nodes: readonly string[];
  /** Those of its own that the data have. */
  readonly months: readonly string[];
  /** Made by other definitions: it must not be used. */
  readonly stale: boolean;
  /** The slice whose numbers these are. */
  readonly followed: SliceInfo | null;
  /** Number-months; null where it cannot be asked for. */
  readonly count: () => Promise<number | null>;
}

/** Errors: FORBIDDEN (tier), BAD_USER_INPUT for what is no slice, STALE_SLICE for one that this version cannot read. */
export function sliceInfo(handle: string, session: Session): SliceInfo {
  const { viewer } = session;
  requireTier(viewer, 1, 2, 3);
  const { slice, isStale } = readSlice(handle, session, viewer.limits);
  return infoOf(slice, isStale, session);
}

function infoOf(slice: Slice, stale: boolean, session: Session): SliceInfo {
  const { from, to, nodes, followed } = slice;
  const told = shownSlice(slice, session);
  const months = stale ? [] : session.coverage.months.filter((month) => month >= from && month <= to);
  return {
    words: sliceWords(told, session),
    from,
    to,
    where: Object.keys(told.where).length > 0 ? told.where : null,
    nodes,
    months,
    stale,
    followed: followed && infoOf(followed, stale, session),
    count: () => countOf(slice, months, session),
  };
}

/** A scope in months as a handle, and in words for whoever reads them: what personal columns are compared with is masked. */
export function maskedSlice(scope: Scope, months: readonly string[], session: Session) {
  const slice = { ...sliceOf(scope, months[0]!), to: months.at(-1)! };
  const told = shownSlice(slice, { ...session, viewer: { ...session.viewer, personal: 'masked' } });
  return { words: sliceWords(told, session), where: told.where, slice: encodeSlice(slice, session) };
}

/** Without what the viewer may not be told that it filters by. */
const shownSlice = ({ followed, where, ...slice }: Slice, session: Pick<Session, 'viewer' | 'columns'>): Slice => ({
  ...slice,
  where: shownWhere(session.viewer, where, session.columns),
  followed: followed && shownSlice(followed, session),
});

async function countOf(slice: Slice, months: readonly string[], session: Session): Promise<number | null> {
  const scope = months.length > 0 ? await scopeToAsk(slice, session) : null;
  if (!scope) return null;
  const numbers = measureNamed(session.catalogue, 'NUMBERS');
  const rows = await session.sums.load({ parts: partsOf(numbers), months, by: [], tree: null, scope });
  const own = rows.filter(({ month }) => months.includes(month)).map(({ sums }) => sums);
  const known = knownOf({ scope, context: session });
  if (own.some((sums) => isOfFew(numbers, sums, known))) return null;
  return valueFrom(numbers, addAll(own)).value;
}

/** null where asking for it is refused: masked columns, sets of others, numbers that nobody can follow any more, names that there are not. */
async function scopeToAsk(slice: Slice, session: Session): Promise<Scope | null> {
  try {
    const scope = scopeOf({}, slice, session.catalogue);
    await requireAskable(scope, session);
    return scope;
  } catch (error) {
    if (error instanceof MartletError) return null;
    throw error;
  }
}
