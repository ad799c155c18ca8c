import type { Client } from '@urql/core';
import { type SliceInfoQuery, SliceOfFilterDocument, SliceOfNodeDocument } from '../graph/documents.ts';

type Info = NonNullable<SliceInfoQuery['slice']>;

/** The filter as it is told: JSON as text, or as an object. */
function filterOf({ where }: Info): Record<string, unknown> {
  if (!where) return {};
  return typeof where === 'string' ? JSON.parse(where) : (where as unknown as Record<string, unknown>);
}

/**
 * What of a slice can be taken off by itself: fields of its filter, and its node of a tree. None where it can only be taken as it is: of
 * several months or nodes, of numbers that are followed, or by columns that are masked.
 */
export function sliceTerms(info: Info): readonly string[] {
  const { from, to, nodes, stale, followed, where } = info;
  if (stale || followed || from !== to || nodes.length > 1 || String(where).includes('****')) return [];
  return [...nodes, ...Object.keys(filterOf(info))];
}

/** The slice without one of its terms; null where the gateway gives none. */
export async function withoutTerm(client: Client, info: Info, term: string): Promise<string | null> {
  const { [term]: _, ...where } = filterOf(info);
  const node = info.nodes.find((each) => each !== term);
  const variables = { where, month: info.from };
  if (!node) {
    const { data } = await client.query(SliceOfFilterDocument.toString(), variables).toPromise();
    return data?.indicator?.slice ?? null;
  }
  const { data } = await client.query(SliceOfNodeDocument.toString(), { ...variables, tree: node.split('.')[0]! }).toPromise();
  const nodes: readonly { code: string; slice: string }[] = data?.indicatorTree?.nodes ?? [];
  return nodes.find(({ code }) => code === node)?.slice ?? null;
}
