import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { z } from 'zod';
import type { Catalogue } from '../catalogue/types.js';
import { badInput, MartletError } from '../errors.js';
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
  /** Flows of a day or week, "LEAVERS DAY 2026-10-03": only numbers that have them. */
  readonly days: readonly string[];
  /** What they are in another month: "2026-09 LIFECYCLE.DECLINE", or "2026-09 -" for not there. */
  readonly others: readonly string[];
}

const version = 's1';
const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);
const payload = z.strictObject({
  c: z.string(),
  f: month,
  t: month,
  w: z.record(z.string(), z.unknown()).optional(),
  n: z.array(z.string().max(400)).max(20).optional(),
  m: z.array(z.string().max(100)).max(20).optional(),
  d: z.array(z.string().max(200)).max(20).optional(),
  o: z.array(z.string().max(400)).max(4).optional(),
});

/** Longer content is deflated; a drill makes a thousand handles, and deflating costs five times what writing them does. */
const longest = 600;
/** What JSON that was not deflated begins with, in base64. */
const plain = Buffer.from('{"c').toString('base64url');

/** A handle that a URL can carry. It is bound to what the catalogue's definitions mean. */
export function encodeSlice(slice: Slice, catalogue: Catalogue): string {
  const { from, to, where, nodes, counted, days, others } = slice;
  const given = <T>(list: readonly T[]) => (list.length > 0 ? list : undefined);
  const w = Object.keys(where).length > 0 ? where : undefined;
  const marks = { n: given(nodes), m: given(counted), d: given(days), o: given(others) };
  const json = JSON.stringify({ c: stamp(catalogue), f: from, t: to, w, ...marks });
  return `${version}.${(json.length > longest ? deflateRawSync(json) : Buffer.from(json)).toString('base64url')}`;
}

export interface SliceLimits extends FilterLimits {
  readonly sliceBytes: number;
}

/** Errors: BAD_USER_INPUT for what is no slice, STALE_SLICE for one of another version or catalogue: never reinterpreted. */
export function decodeSlice(
  handle: string,
  { catalogue, columns }: { readonly catalogue: Catalogue; readonly columns: ReadonlyMap<string, FilterColumn> },
  limits: SliceLimits,
): Slice {
  const [prefix, body, ...rest] = handle.split('.');
  if (!prefix || !body || rest.length > 0 || !/^s\d+$/.test(prefix)) throw noSlice();
  if (prefix !== version) throw stale(`it is of version ${prefix}, this gateway speaks ${version}`);
  const content = unpack(body, limits);
  if (content.f > content.t) throw noSlice();
  if (content.c !== stamp(catalogue)) throw stale('the catalogue has changed since it was made');
  const where = parseSliceWhere(content.w, columns, limits);
  return Object.freeze({
    from: content.f,
    to: content.t,
    where,
    nodes: content.n ?? [],
    counted: content.m ?? [],
    days: content.d ?? [],
    others: content.o ?? [],
  });
}

/** A hostile handle may inflate to anything: the size is bounded before it is looked at. */
function unpack(body: string, { sliceBytes }: SliceLimits): z.infer<typeof payload> {
  try {
    const bytes = Buffer.from(body, 'base64url');
    const text = (body.startsWith(plain) ? bytes : inflateRawSync(bytes, { maxOutputLength: sliceBytes })).toString('utf8');
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

/** The month a slice is asked for: the given one, which must lie in the slice, else its last. */
export function monthOfSlice(slice: Slice, asked: string | undefined): string {
  if (asked === undefined) return slice.to;
  if (asked >= slice.from && asked <= slice.to) return asked;
  throw badInput(
    `month: expected a month of the slice (${slice.from} to ${slice.to}), found ${asked}. Leave the month out to take the slice's.`,
  );
}
