import { memo } from '../lib/memo.js';
import { type CatalogueColumn, type Columns, dependenciesOf } from './columns.js';
import { codesOf, parseExpression, relationOf } from './expression.js';
import type { Layered } from './layered.js';
import type { SourceLocation } from './names.js';
import type { PartitionEntry, TreeEntry } from './schemas.js';
import { didYouMean, suggestions } from './suggestions.js';
import { withThresholds } from './thresholds.js';
import type { Expression, FormulaTree, Measure, PartitionNode, Rests, Threshold, Tree } from './types.js';
import type { FileProblems } from './yaml.js';

type Entries = ReadonlyMap<string, Layered<TreeEntry>>;

/** Resolves partition trees; their rules may use any column known before the trees are applied, and thresholds. */
export function resolveTrees(
  entries: Entries,
  measures: ReadonlyMap<string, Measure>,
  columns: Columns,
  thresholds: ReadonlyMap<string, Threshold>,
  problems: FileProblems,
): ReadonlyMap<string, Tree> {
  const trees = new Map<string, Tree>();
  for (const [code, { entry, source, at }] of entries) {
    try {
      known(entry.measure, measures);
      const head = {
        code,
        names: { en: entry.en, zh: entry.zh },
        description: entry.description,
        measure: entry.measure,
        source,
      };
      if ('relation' in entry) {
        const children = toNodes(code, entry.children, columns, thresholds);
        trees.set(code, { ...head, relation: 'PARTITION', column: code.toLowerCase(), children });
      } else {
        trees.set(
          code,
          formulaTree(head, entry.formulas, measures, (formula) => at?.(['formulas', formula]) ?? source),
        );
      }
    } catch (error) {
      problems.add(source, `${code}: ${(error as Error).message}`);
    }
  }
  return trees;
}

/** Columns that say where a tree has put a number are told only where all its rules can be. */
export function placedColumns(columns: Columns, entries: Entries, thresholds: ReadonlyMap<string, Threshold>): Columns {
  const rulesIn = (list: readonly PartitionEntry[]): readonly string[] =>
    list.flatMap(({ when, children = [] }) => [...(when ? [when] : []), ...rulesIn(children)]);
  const rules = memo((tree: string) => {
    const entry = entries.get(tree)?.entry;
    return entry && 'relation' in entry ? rulesIn(entry.children) : [];
  });
  const after = ({ tree, lookback }: CatalogueColumn): readonly Rests[] =>
    rules(tree!).map((when) => {
      const rests = dependenciesOf(withThresholds(when, thresholds), columns);
      return { ...rests, lookback: rests.lookback + lookback };
    });
  return new Map(
    [...columns].map(([name, column]) => [
      name,
      column.tree ? { ...column, after: [...(column.after ?? []), ...after(column)] } : column,
    ]),
  );
}

/** Nodes with what their rules rest on. Errors: a plain Error that names the node. */
function toNodes(
  path: string,
  entries: readonly PartitionEntry[],
  columns: Columns,
  thresholds: ReadonlyMap<string, Threshold>,
): readonly PartitionNode[] {
  const codes = entries.map(({ code }) => code);
  const twice = codes.find((code, index) => codes.indexOf(code) !== index);
  if (twice) throw new Error(`${path} has two children "${twice}"`);
  const nodes = entries.map(({ code, en, zh, when = null, children = [] }, index) => {
    const own = `${path}.${code}`;
    if (index === entries.length - 1 && when !== null) {
      throw new Error(`${own} is the last child and takes all that is left: remove its "when"`);
    }
    if (index < entries.length - 1 && when === null) {
      throw new Error(`${own} needs a "when": only the last child takes all that is left`);
    }
    const rests = when === null ? { needs: [], lookback: 0 } : dependenciesOf(withThresholds(when, thresholds), columns);
    return { code, names: { en, zh }, when, rests, children: toNodes(own, children, columns, thresholds) };
  });
  // The first rule that holds takes a row: what is decided later, and above all what is left, is known only where they are.
  const needed = [...new Set(nodes.flatMap(({ rests }) => rests.needs))];
  return nodes.map((node, index) => {
    const needs = node.when === null ? needed : node.rests.needs;
    const before = nodes.slice(0, index).map(({ rests }) => rests);
    const after = [...(node.rests.after ?? []), ...before];
    const leaving = before.some((rests) => rests.leaving) ? ({ leaving: 'SETS' } as const) : {};
    return { ...node, rests: { ...node.rests, needs, after, ...leaving } };
  });
}

/** A measure that a tree may have: its nodes' figures are made of their parts'. */
function known(code: string, measures: ReadonlyMap<string, Measure>): void {
  const measure = measures.get(code);
  if (!measure) throw new Error(`unknown measure "${code}".${didYouMean(suggestions(code, measures.keys()))}`);
  if (measure.countsDistinct)
    throw new Error(`${code} counts different things, and those of parts do not add up: no tree has it`);
}

function formulaTree(
  head: Omit<FormulaTree, 'relation' | 'formulas' | 'sources'>,
  texts: Readonly<Record<string, string>>,
  measures: ReadonlyMap<string, Measure>,
  sourceOf: (code: string) => SourceLocation,
): FormulaTree {
  const formulas = new Map<string, Expression>();
  for (const [code, text] of Object.entries(texts)) {
    known(code, measures);
    const expression = parseExpression(text);
    for (const child of codesOf(expression)) known(child, measures);
    formulas.set(code, expression);
  }
  const root = formulas.get(head.measure);
  if (!root) throw new Error(`the root ${head.measure} has no formula`);
  const reached = reach(head.measure, formulas, []);
  const loose = [...formulas.keys()].filter((code) => !reached.has(code));
  if (loose.length > 0) throw new Error(`formulas of ${loose.join(', ')} are not reached from ${head.measure}`);
  const sources = new Map([...formulas.keys()].map((code) => [code, sourceOf(code)]));
  return { ...head, relation: relationOf(root), formulas, sources };
}

function reach(code: string, formulas: ReadonlyMap<string, Expression>, trail: readonly string[]): Set<string> {
  if (trail.includes(code)) throw new Error(`the formulas go in a circle: ${[...trail, code].join(' → ')}`);
  const formula = formulas.get(code);
  const below = formula ? codesOf(formula).flatMap((child) => [...reach(child, formulas, [...trail, code])]) : [];
  return new Set([code, ...below]);
}
