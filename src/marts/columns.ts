import type { CatalogueColumn, Columns } from '../catalogue/columns.js';
import type { PartitionNode, Rests, Tree, WarningRule } from '../catalogue/types.js';
import { withFeatures } from '../catalogue/warning.js';
import type { Contract } from '../contract/types.js';
import type { Mart, MartColumn } from './mart.js';

/** The marts that end up in number_state, each adding its columns to the one before. */
export const stateLayers = ['number_feature', 'number_value', 'number_state'] as const;

/** Every word of the derived marts' SQL: what a column of the operator's may not be called, as it would be taken for another. */
export const sqlWordsOf = (marts: ReadonlyMap<string, Mart>): ReadonlySet<string> =>
  new Set([...marts.values()].flatMap(({ sql }) => sql.replace(/--.*$/gm, '').match(/[a-z_]\w*/gi) ?? []));

/** What number_state has beyond the contract's number_month, in its order. */
export const stateColumns = (marts: ReadonlyMap<string, Mart>): readonly MartColumn[] =>
  stateLayers.flatMap((layer) => marts.get(layer)?.columns ?? []);

/** The columns with the codes of a tree's level ("LIFECYCLE/1") spelled out. */
export const withCodes = (columns: readonly MartColumn[], trees: ReadonlyMap<string, Tree>): readonly MartColumn[] =>
  columns.map(({ codes, ...column }) => ({ ...column, codes: codes?.flatMap((code) => spelledOut(code, trees)) ?? null }));

/** The columns that a tree's rules or the warning's model decide, with what those rest on: where a rule is not known, nor is what it decided. */
export const withRules = (
  columns: readonly MartColumn[],
  trees: Iterable<Tree>,
  warning: Pick<WarningRule, 'rests'>,
): readonly MartColumn[] => {
  const rules = new Map([...trees].map((tree) => [tree.code, tree.relation === 'PARTITION' ? restsIn(tree.children) : []]));
  return columns.map(({ tree, after, lookback, ...column }) => {
    const decided = (tree ? (rules.get(tree) ?? []) : []).map((rests) => ({ ...rests, lookback: rests.lookback + lookback }));
    return withFeatures({ ...column, tree, lookback, after: [...after, ...decided] }, warning);
  });
};

const restsIn = (nodes: readonly PartitionNode[]): readonly Rests[] =>
  nodes.flatMap(({ rests, children }) => [rests, ...restsIn(children)]);

function spelledOut(code: string, trees: ReadonlyMap<string, Tree>): readonly string[] {
  const [name, level] = code.split('/');
  const tree = level ? trees.get(name!) : undefined;
  if (tree?.relation !== 'PARTITION') return [code];
  let nodes: readonly PartitionNode[] = tree.children;
  for (let at = 1; at < Number(level); at++) nodes = nodes.flatMap(({ children }) => children);
  return [...new Set(nodes.map((node) => node.code))];
}

/** The columns that a mart's header declares, as those of number_flow and number_day are. */
const declared = (marts: ReadonlyMap<string, Mart>, mart: string): Columns =>
  new Map((marts.get(mart)?.columns ?? []).map(({ name, ...column }) => [name, column]));

/** What is told of facts, by the option of the catalogue that it is given as. */
export const columnsOfFacts = (contract: Contract, marts: ReadonlyMap<string, Mart>) => ({
  factColumns: declared(marts, 'number_flow'),
  leadColumns: leadColumns(contract, marts),
  dayColumns: declared(marts, 'number_day'),
  caseColumns: declared(marts, 'number_complaint'),
});

/** The columns of lead_state: those of the contract's leads, and what is added to them. */
function leadColumns(contract: Contract, marts: ReadonlyMap<string, Mart>): Columns {
  const own = [...(contract.marts.get('lead')?.columns.values() ?? [])].map(
    ({ name, type, sensitivity }) =>
      [name, { type, needs: [`lead.${name}`], lookback: 0, personal: sensitivity === 'personal' }] as const,
  );
  return new Map<string, CatalogueColumn>([...own, ...declared(marts, 'lead_state')]);
}

/** Every column that the catalogue's SQL of numbers may use: those of the contract's number_month and the derived ones. */
export function figureColumns(contract: Contract, marts: ReadonlyMap<string, Mart>): Columns {
  const columns = new Map<string, CatalogueColumn>();
  for (const { name, type, leaving, sensitivity } of contract.marts.get('number_month')?.columns.values() ?? []) {
    const personal = sensitivity === 'personal';
    columns.set(name, { type, needs: [name], lookback: 0, personal, ...(leaving ? { leaving } : {}) });
  }
  for (const layer of [...stateLayers, 'cohort_state']) {
    for (const { name, ...column } of marts.get(layer)?.columns ?? []) columns.set(name, column);
  }
  return columns;
}
