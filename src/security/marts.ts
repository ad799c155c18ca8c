import { type Came, isWithheld } from '../catalogue/provided.js';
import type { Dimension } from '../catalogue/types.js';
import { MartletError } from '../errors.js';
import { camelCase, type NumberColumns } from '../slices/columns.js';
import type { Viewer } from './viewer.js';

// What is made of marts of the contract that are not granted to a viewer: figures, columns, and rows as they came.

/** May what is made of this mart of the contract be told? */
export const seesMart = ({ marts: { granted, denied } }: Viewer, mart: string): boolean =>
  !denied.includes(mart) && (granted === null || granted.includes(mart));

/** Errors: FORBIDDEN for a mart that is not granted. */
export function requireMart(viewer: Viewer, mart: string): void {
  if (seesMart(viewer, mart)) return;
  throw new MartletError(
    'FORBIDDEN',
    `${mart}: this mart is not granted to ${viewer.subject}, and nothing of it is told. Leave it out; a role’s "marts" in the policies grant it.`,
  );
}

/** Relations with the rows of another mart of the contract than number_month. */
const madeOf = {
  number_contact: 'contact',
  number_event: 'number_event',
  number_score: 'score',
  lead_state: 'lead',
  day_state: 'number_day',
  complaint_state: 'complaint',
};

/** The mart of the contract that rows of a relation came from, e.g. "serving.number_contact", "flow_state as elsewhen". */
export function martOf(relation: string): string {
  const [, own] = /\bmart_(\w+)/.exec(relation) ?? [];
  return own ?? Object.entries(madeOf).find(([name]) => new RegExp(`\\b${name}\\b`).test(relation))?.[1] ?? 'number_month';
}

/**
 * The viewer and what the data have, without what is made of marts that are not granted: columns that rest on them are hidden, and what is
 * counted or cut by them is FORBIDDEN, as is what is cut or filtered by a dimension that shows a hidden column as it is. `marts`: of the contract.
 * Decisions know all the same (`coverage.provided`): whose state is told is another grant.
 */
export function ofMartsGranted<C extends Came>(
  viewer: Viewer,
  coverage: C,
  marts: Iterable<string>,
  columns: NumberColumns,
  dimensions: Iterable<Dimension>,
): { readonly viewer: Viewer; readonly coverage: C } {
  const withheld = new Set([...marts].filter((mart) => !seesMart(viewer, mart)));
  if (withheld.size === 0 && viewer.columns.hidden.size === 0) return { viewer, coverage };
  const untold = [...columns.values()].filter(({ rests }) =>
    rests.needs.some((need) => isWithheld(need, { ...coverage, withheld })),
  );
  const hidden = new Set([...viewer.columns.hidden, ...untold.map(({ field }) => field)]);
  const showing = [...dimensions].filter(({ sql }) => hidden.has(camelCase(sql)));
  return {
    viewer: Object.freeze({
      ...viewer,
      columns: { ...viewer.columns, hidden: new Set([...hidden, ...showing.map(({ code }) => camelCase(code))]) },
    }),
    coverage: { ...coverage, withheld, untold: new Set(showing.map(({ code }) => code)) },
  };
}
