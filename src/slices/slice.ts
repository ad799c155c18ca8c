import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { z } from 'zod';
import type { Catalogue } from '../catalogue/types.js';
import { badInput, MartletError } from '../errors.js';
import { type HandleKey, openHandle, sealHandle } from '../lib/seal-handle.js';
import type { FilterColumn } from './columns.js';
import { type FilterLimits, parseSliceWhere, type Where } from './where.js';

/**
 * A set of number-months: what stands behind a figure. It carries no rights; policy is applied anew when it is used.
 * `totalCount` of one over several months counts number-months.
 */
export interface Slice {
  /** First and last month, "2026-10". */
  readonly from: string;
  readonly to: string;
  readonly where: Where;
  /** Nodes of partition trees, root first: "LIFECYCLE.DECLINE"; the numbers are in all of them. */
  readonly nodes: readonly string[];
  /** Measures that count numbers: only those that all of them count. */
  readonly counted: readonly string[];
  /** Flows, "orders": only numbers with a fact that has all of them and of which the filter's terms about such facts hold. */
  readonly facts: readonly string[];
  /** What they are in another month: "2026-09 LIFECYCLE.DECLINE", or "2026-09 -" for not there. */
  readonly others: readonly string[];
  /** Only the numbers that this slice holds in any month of its own period, wherever they stand now. */
  readonly followed: Slice | null;
}

/** What a slice means in months other than its own: its rule anew in each, or the very numbers that it holds in its own period. */
export type Follow = 'RULE' | 'NUMBERS';

const version = 's2';
const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);
const content = z.strictObject({
  f: month,
  t: month,
  w: z.record(z.string(), z.unknown()).optional(),
  n: z.array(z.string().max(400)).max(20).optional(),
  m: z.array(z.string().max(100)).max(20).optional(),
  x: z.array(z.string().max(100)).max(20).optional(),
  o: z.array(z.string().max(400)).max(4).optional(),
  get h() {
    return content.optional();
  },
});
const payload = content.extend({ c: z.string() });

/** Longer content is deflated; a drill makes a thousand handles, and deflating costs five times what writing them does. */
const longest = 600;
/** What JSON that was not deflated begins with. */
const plain = '{"c';
/** What its key is derived for. */
const purpose = 'slice';

/** What makes handles: the definitions that they mean something by, and the key that keeps their filters' values from who only carries them. */
export interface SliceMaker {
  readonly catalogue: Catalogue;
  readonly secret: HandleKey;
}

/** A handle that a URL can carry, sealed. It is bound to what the catalogue's definitions mean. */
export function encodeSlice(slice: Slice, { catalogue, secret }: SliceMaker): string {
  const json = JSON.stringify({ c: stamp(catalogue), ...contentOf(slice) });
  return `${version}.${sealHandle(secret, purpose, json.length > longest ? deflateRawSync(json) : Buffer.from(json))}`;
}

function contentOf({ from, to, where, nodes, counted, facts, others, followed }: Slice): z.infer<typeof content> {
  const given = (list: readonly string[]) => (list.length > 0 ? [...list] : undefined);
  const w = Object.keys(where).length > 0 ? where : undefined;
  const marks = { n: given(nodes), m: given(counted), x: given(facts), o: given(others) };
  return { f: from, t: to, w, ...marks, h: followed ? contentOf(followed) : undefined };
}

export interface SliceLimits extends FilterLimits {
  readonly sliceBytes: number;
  readonly followDepth: number;
}

interface Meanings extends SliceMaker {
  readonly columns: ReadonlyMap<string, FilterColumn>;
}

/** Errors: BAD_USER_INPUT for what is no slice, STALE_SLICE for one of another version or catalogue: never reinterpreted. */
export function decodeSlice(handle: string, { catalogue, columns, secret }: Meanings, limits: SliceLimits): Slice {
  const { c, ...own } = opened(handle, secret, limits);
  if (c !== stamp(catalogue)) throw stale('the catalogue has changed since it was made');
  return sliceFrom(own, (where) => parseSliceWhere(where, columns, limits), limits);
}

/** A slice to be told of, not to be asked: one of another catalogue too, whose names may mean nothing any more. Errors: as `decodeSlice`. */
export function readSlice(
  handle: string,
  { catalogue, columns, secret }: Meanings,
  limits: SliceLimits,
): { readonly slice: Slice; readonly isStale: boolean } {
  const { c, ...own } = opened(handle, secret, limits);
  const isStale = c !== stamp(catalogue);
  const whereFrom = (where: unknown) => parseSliceWhere(where, isStale ? null : columns, limits);
  return { slice: sliceFrom(own, whereFrom, limits), isStale };
}

function opened(handle: string, secret: HandleKey, limits: SliceLimits): z.infer<typeof payload> {
  const [prefix, body, ...rest] = handle.split('.');
  if (!prefix || !body || rest.length > 0 || !/^s\d+$/.test(prefix)) throw noSlice();
  if (prefix !== version) throw stale(`it is of version ${prefix}, this gateway speaks ${version}`);
  const bytes = openHandle(secret, purpose, body);
  if (bytes === 'OTHER_KEY') throw stale('it was made with another key than the one at hand');
  if (bytes === null) throw noSlice();
  return unpack(bytes, limits);
}

function sliceFrom(
  { f, t, w, n = [], m = [], x = [], o = [], h }: z.infer<typeof content>,
  whereFrom: (where: unknown) => Where,
  limits: SliceLimits,
  depth = 0,
): Slice {
  if (f > t || depth > limits.followDepth) throw noSlice();
  const followed = h ? sliceFrom(h, whereFrom, limits, depth + 1) : null;
  return Object.freeze({
    from: f,
    to: t,
    where: whereFrom(w),
    nodes: n,
    counted: m,
    facts: x,
    others: o,
    followed,
  });
}

const depthOf = ({ followed }: Slice): number => (followed ? 1 + depthOf(followed) : 0);

/** The numbers that a slice holds in any month of its period, whatever they are in the month at hand. Errors: BAD_USER_INPUT. */
export function following(slice: Slice, { followDepth }: Pick<SliceLimits, 'followDepth'>): Slice {
  if (depthOf(slice) >= followDepth)
    throw badInput(
      `follow: expected a slice that follows others at most ${followDepth - 1} times, found one that does ${depthOf(slice)} times. Follow the slice of an earlier answer.`,
    );
  const { from, to } = slice;
  return Object.freeze({ from, to, where: {}, nodes: [], counted: [], facts: [], others: [], followed: slice });
}

/** The size is bounded before it is looked at, whoever made it. */
function unpack(bytes: Buffer, { sliceBytes }: SliceLimits): z.infer<typeof payload> {
  try {
    const isPlain = bytes.subarray(0, plain.length).toString() === plain;
    const text = (isPlain ? bytes : inflateRawSync(bytes, { maxOutputLength: sliceBytes })).toString('utf8');
    return payload.parse(JSON.parse(text));
  } catch (error) {
    throw noSlice({ cause: error });
  }
}

const stamp = (catalogue: Catalogue): string => catalogue.hash.slice(0, 12);

const noSlice = (options?: ErrorOptions): MartletError =>
  new MartletError(
    'BAD_USER_INPUT',
    'Expected a slice as another answer of this gateway gave it, found something else. Copy it whole.',
    {},
    options,
  );

const stale = (why: string): MartletError =>
  new MartletError(
    'STALE_SLICE',
    `This slice can no longer be used: ${why}. Ask again for the figure and take the slice from that answer.`,
  );

/** Months that a question of a slice is about unless it names some. */
export interface SlicePeriod extends Pick<Slice, 'from' | 'to'> {
  /** Others may be named as well: the slice's numbers are followed there. */
  readonly isOpen: boolean;
}

/** The month a slice is asked for: the given one, which must lie in the slice unless its numbers are followed, else its last. */
export function monthOfSlice({ from, to, isOpen }: SlicePeriod, asked: string | undefined): string {
  if (asked === undefined) return to;
  if (isOpen || (asked >= from && asked <= to)) return asked;
  throw badInput(
    `month: expected a month of the slice (${from} to ${to}), found ${asked}. Leave the month out to take the slice's; follow: NUMBERS, where it is an argument, takes its numbers into other months.`,
  );
}
