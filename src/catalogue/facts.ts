import { badInput } from '../errors.js';
import { everyFact, type FactKind, type Flow, factKinds, flows } from './flows.js';
import { partsOf } from './parts-of.js';
import type { Catalogue, Dimension, FigureMart, Measure, Part, Rests } from './types.js';

/** Marts whose rows are facts themselves, with their kind. */
export const factsIn: Readonly<Partial<Record<FigureMart, FactKind>>> = {
  lead_state: 'LEAD',
  day_state: 'USE',
  complaint_state: 'CASE',
};

export function factOf({ flow, mart, byDay }: Part): FactKind | null {
  const kind = byDay === null ? factsIn[mart] : 'USE';
  if (kind) return kind;
  return flow === null ? null : flows[flow];
}

/** Is it told of facts, and not of numbers? */
export const isOfFacts = ({ facts }: Dimension): boolean => facts.length > 0;

/** Can the measure be cut by the dimension? Everything can by what numbers have, facts also by what facts of their kind have. */
export const isCutBy = ({ fact }: Measure, dimension: Dimension): boolean =>
  !isOfFacts(dimension) || (fact !== null && dimension.facts.includes(fact));

/** Leads have some of what numbers have; a figure of them by anything else is none (NOT_COVERED). */
export const leadsHave = (dimension: Dimension): boolean => dimension.ofLeads !== null || dimension.facts.includes('LEAD');

/** Errors: BAD_USER_INPUT with the measures that can be cut by it. `what`: where it was asked for, e.g. "drill(by: SCENE)". */
export function requireCut(what: string, measures: readonly Measure[], dimension: Dimension, catalogue: Catalogue): void {
  const wrong = measures.filter((measure) => !isCutBy(measure, dimension)).map(({ code }) => code);
  if (wrong.length === 0) return;
  const known = [...catalogue.measures.values()].filter((measure) => isCutBy(measure, dimension)).map(({ code }) => code);
  const by = dimension.grain ? 'day' : dimension.code;
  throw badInput(
    `${what}: ${wrong.join(', ')} ${wrong.length > 1 ? 'have' : 'has'} no figures by ${by}. Those that have: ${known.join(', ')}.`,
  );
}

/** The flow of the facts that the measure counts; of one that sums or divides what facts have, that of all of their kind. null: it has none. */
export function flowCounted(measure: Measure, { parts }: Pick<Catalogue, 'parts'>): Flow | null {
  if (measure.fact === null) return null;
  const [part, ...others] = partsOf(measure).map((id) => parts.get(id)!);
  return (others.length === 0 && part!.type === 'BIGINT' ? part!.flow : null) ?? everyFact[measure.fact];
}

/** The same for a part of the measure that is cut by dimensions; null where none of them is told of facts. */
export const flowOfCut = (
  measure: Measure,
  dimensions: readonly Dimension[],
  catalogue: Pick<Catalogue, 'parts'>,
): Flow | null => (dimensions.some(isOfFacts) ? flowCounted(measure, catalogue) : null);

/** The base mart that facts of a kind come from. */
const martOf = (kind: FactKind): string => baseMarts[kind] ?? 'number_event';
const baseMarts: Partial<Record<FactKind, string>> = { CONTACT: 'contact', LEAD: 'lead', USE: 'number_day', CASE: 'complaint' };

/** A kind of facts that has the dimension; contacts, where they have it. null: it is of numbers. */
export const factWith = ({ facts }: Dimension): FactKind | null => (facts.includes('CONTACT') ? 'CONTACT' : (facts[0] ?? null));

/** What a dimension rests on for facts of one kind: not on the columns that say the same of others. */
export function restsFor(dimension: Dimension, kind: FactKind | null): Rests {
  if (kind === null) return dimension;
  if (!isOfFacts(dimension)) return (kind === 'LEAD' ? dimension.ofLeads : null) ?? dimension;
  const others = factKinds.map(martOf).filter((mart) => mart !== martOf(kind));
  return { ...dimension, needs: dimension.needs.filter((need) => !others.some((mart) => need.startsWith(`${mart}.`))) };
}
