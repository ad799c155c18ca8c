import { MartletError } from '../errors.js';
import type { FilterColumn } from '../slices/columns.js';
import { fieldsOf } from '../slices/predicate.js';
import type { Where } from '../slices/where.js';
import { type Act, seesClear, type Viewer } from './viewer.js';

// What a viewer may ask for at all; which rows he then sees says `readable`, and how columns look `shown`.

const refused = (text: string): MartletError => new MartletError('FORBIDDEN', text);

/** Errors: FORBIDDEN where none of the tiers is granted. */
export function requireTier(viewer: Viewer, ...tiers: readonly number[]): void {
  if (tiers.some((tier) => viewer.tiers.includes(tier))) return;
  throw refused(`Tier ${tiers.join(' or ')} is not granted to ${viewer.subject}; granted: ${viewer.tiers.join(', ') || 'none'}.`);
}

/** Whole numbers with all their columns are tier 3's. */
export const seesWholeNumbers = ({ tiers }: Viewer): boolean => tiers.includes(3);

/** What an offer earns, costs and asks of a customer is for who sees numbers anyway, and for who makes and approves the operator's lists. */
export const seesTerms = (viewer: Viewer): boolean =>
  seesWholeNumbers(viewer) || (viewer.tiers.includes(4) && seesOthersLists(viewer));

/** Who makes, freezes or approves the lists of others too. */
export const seesOthersLists = (viewer: Viewer): boolean => viewer.lists === 'all' && actsOnLists(viewer);

const actsOnLists = ({ acts }: Viewer): boolean => listActs.some((act) => acts.includes(act));
const listActs: readonly Act[] = ['MAKE_LISTS', 'FREEZE_LISTS', 'APPROVE_LISTS'];

/** Who works on a list is told of the members that he claims, one batch after the other. Errors: FORBIDDEN for who does nothing else with lists. */
export function requireMembers(viewer: Viewer): void {
  if (!seesWholeNumbers(viewer) && !actsOnLists(viewer)) requireAct(viewer, ...listActs);
}

/** Errors: FORBIDDEN where none of the acts is granted. */
export function requireAct({ acts, subject }: Viewer, ...asked: readonly Act[]): void {
  if (asked.some((act) => acts.includes(act))) return;
  throw refused(
    `${asked.join(' or ')} is not granted to ${subject}; granted: ${acts.join(', ') || 'none'}. A role’s "acts" in the policies grant it.`,
  );
}

export const mayUseScene = ({ scenes }: Viewer, scene: string): boolean => scenes === null || scenes.includes(scene);

/** Errors: FORBIDDEN for a scene that is not granted. */
export function requireScene(viewer: Viewer, scene: string): void {
  if (mayUseScene(viewer, scene)) return;
  throw refused(
    `Scene ${scene} is not granted to ${viewer.subject}; granted: ${viewer.scenes?.join(', ') || 'none'}. A role’s "scenes" in the policies grant it.`,
  );
}

/** May this column (by field) of single numbers be told, masked where it is personal? */
export const seesColumn = (viewer: Viewer, field: string): boolean =>
  keys.has(field) || (!viewer.columns.hidden.has(field) && (seesWholeNumbers(viewer) || viewer.columns.shown.has(field)));

/** Which row it is. */
const keys: ReadonlySet<string> = new Set(['numberId', 'month']);

/** Columns of single numbers, by field. Errors: FORBIDDEN with all that may not be told. */
export function requireColumns(viewer: Viewer, fields: Iterable<string>): void {
  const unseen = [...new Set(fields)].filter((field) => !seesColumn(viewer, field)).sort();
  if (unseen.length === 0) return;
  const also = seesWholeNumbers(viewer)
    ? ''
    : ` Without tier 3 a number shows its id and ${[...viewer.columns.shown].join(', ') || 'no column'}.`;
  throw refused(`${unseen.join(', ')}: not granted to ${viewer.subject}.${also} Leave them out.`);
}

/**
 * What may not be told may not be filtered by either, as the answer would tell it: columns that are hidden or masked, and without tier 3
 * those that single out a person (`identifies`). Errors: FORBIDDEN.
 */
export function requireFilterable(viewer: Viewer, where: Where, columns: ReadonlyMap<string, FilterColumn>): void {
  const fields = [...fieldsOf(where)];
  const named = (test: (field: string, column: FilterColumn | undefined) => boolean): string =>
    fields.filter((field) => test(field, columns.get(field))).join(', ');
  const hidden = named((field) => viewer.columns.hidden.has(field));
  if (hidden) throw refused(`${hidden}: not granted to ${viewer.subject}, and cannot be filtered by. Leave it out.`);
  const masked = named((field, column) => column?.personal === true && !seesInClear(viewer, field));
  if (masked) throw refused(`${masked}: personal columns are masked for ${viewer.subject} and cannot be filtered by.`);
  const identifying = seesWholeNumbers(viewer) ? '' : named((_field, column) => column?.identifies === true);
  if (identifying)
    throw refused(
      `${identifying}: only with tier 3 may a filter single out persons. Use bands and codes, e.g. ageGroup or tenureBand.`,
    );
}

/** Does a personal column leave as it is? */
export const seesInClear = (viewer: Viewer, field: string): boolean => seesClear(viewer) && !viewer.columns.masked.has(field);
