import { type Columns, dependenciesOf, identifiers } from './columns.js';
import { type FactKind, martOfFacts } from './flows.js';
import type { Layered } from './layered.js';
import type { DimensionEntry } from './schemas.js';
import { didYouMean, suggestions } from './suggestions.js';
import type { Dimension, DimensionValueNames, Rests, Tree } from './types.js';
import type { FileProblems } from './yaml.js';

/** Columns of the marts that have facts: number_flow, lead_state, number_day, number_complaint. */
export interface ColumnsOfFacts {
  readonly ofFacts: Columns;
  readonly ofLeads: Columns;
  readonly ofDays: Columns;
  readonly ofCases: Columns;
}

/** Resolves dimensions: their columns, parents (no circles) and value names. */
export function resolveDimensions(
  entries: ReadonlyMap<string, Layered<DimensionEntry>>,
  columns: ColumnsOfFacts & { readonly ofNumbers: Columns },
  trees: ReadonlyMap<string, Tree>,
  problems: FileProblems,
): ReadonlyMap<string, Dimension> {
  const dimensions = new Map<string, Dimension>();
  for (const [code, { entry, source }] of entries) {
    try {
      checkParents(code, entries);
      checkBefore(entry, entries, columns.ofNumbers);
      checkPersonal(entry, columns);
      dimensions.set(code, {
        code,
        names: { en: entry.en, zh: entry.zh },
        sql: entry.sql,
        type: entry.type ?? 'VARCHAR',
        ...(entry.facts ? restsOfFacts(entry.sql, entry.facts, columns) : dependenciesOf(entry.sql, columns.ofNumbers)),
        facts: entry.facts ?? [],
        ofLeads: entry.facts ? null : restsOfLeads(entry.sql, columns.ofLeads),
        ...(entry.setByLeaving ? { leaving: 'SETS' } : {}),
        before: entry.before ?? null,
        parent: entry.parent ?? null,
        values: valuesOf(entry, trees),
        labels: entry.labels ?? null,
        grain: entry.grain ?? null,
        source,
      });
    } catch (error) {
      problems.add(source, `${code}: ${(error as Error).message}`);
    }
  }
  return dimensions;
}

/** What a dimension of facts rests on: over rows of each mart that has some of them. */
function restsOfFacts(sql: string, facts: readonly FactKind[], { ofFacts, ofLeads, ofDays, ofCases }: ColumnsOfFacts): Rests {
  const marts = { number_flow: ofFacts, lead_state: ofLeads, number_day: ofDays, number_complaint: ofCases };
  const all = [...new Set(facts.map((kind) => marts[martOfFacts[kind]]))].map((mart) => dependenciesOf(sql, mart));
  return { needs: [...new Set(all.flatMap(({ needs }) => needs))], lookback: Math.max(...all.map(({ lookback }) => lookback)) };
}

/** What it rests on over a row of lead_state; null where leads have not all of it. */
const restsOfLeads = (sql: string, columns: Columns): Rests | null =>
  identifiers(sql).every((name) => columns.has(name)) ? dependenciesOf(sql, columns) : null;

function checkBefore({ before }: DimensionEntry, entries: ReadonlyMap<string, Layered<DimensionEntry>>, columns: Columns): void {
  if (before === undefined) return;
  const found = entries.get(before);
  if (!found) throw new Error(`unknown dimension "${before}" in before.${didYouMean(suggestions(before, entries.keys()))}`);
  const { sql, setByLeaving, facts } = found.entry;
  if (setByLeaving || (!facts && dependenciesOf(sql, columns).leaving))
    throw new Error(`before: ${before} is set by leaving itself`);
}

/** What figures are cut by is shown as it is, to whoever may see figures. */
function checkPersonal({ sql }: DimensionEntry, { ofNumbers, ofLeads }: ColumnsOfFacts & { readonly ofNumbers: Columns }): void {
  const personal = identifiers(sql).find((name) => [ofNumbers, ofLeads].some((columns) => columns.get(name)?.personal));
  if (personal)
    throw new Error(
      `expected columns that are not personal, found ${personal}: cut by it, its values would be shown to everybody. Count them instead (kind: distinct), or filter by the column`,
    );
}

function checkParents(code: string, entries: ReadonlyMap<string, Layered<DimensionEntry>>): void {
  const trail = [code];
  for (let parent = entries.get(code)?.entry.parent; parent; parent = entries.get(parent)?.entry.parent) {
    if (!entries.has(parent)) throw new Error(`unknown parent "${parent}".${didYouMean(suggestions(parent, entries.keys()))}`);
    if (trail.includes(parent)) throw new Error(`the parents go in a circle: ${[...trail, parent].join(' → ')}`);
    trail.push(parent);
  }
}

/** Fixed values as written, or the codes of a tree's second level (its segments). */
function valuesOf(entry: DimensionEntry, trees: ReadonlyMap<string, Tree>): readonly DimensionValueNames[] {
  if (!entry.tree) return Object.entries(entry.values ?? {}).map(([code, names]) => ({ code, names }));
  const tree = trees.get(entry.tree);
  if (tree?.relation !== 'PARTITION') throw new Error(`"${entry.tree}" is no PARTITION tree`);
  return tree.children.flatMap((stage) => stage.children.map(({ code, names }) => ({ code, names })));
}
