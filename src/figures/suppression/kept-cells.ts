import { tellSuppressed } from '../../lib/diagnostics.js';
import { groupedBy } from '../../lib/grouped-by.js';
import { keptIn } from '../../lib/memo.js';

/** A cell of a table: so many numbers of one leaf of a tree (null: no tree) and one value of each dimension. */
export interface TableCell {
  readonly path: string | null;
  readonly keys: readonly (string | null)[];
  readonly numbers: number;
  /** May not be told whatever stands beside it. */
  readonly isFew: boolean;
}

/** Cells that are not told. */
export interface KeptCells {
  /** Of few, or told apart from others by few. */
  readonly few: ReadonlySet<TableCell>;
  /** Kept back so that few cannot be had by subtraction; some are of few themselves. */
  readonly aid: ReadonlySet<TableCell>;
}

/** Cells that stand together in a line whose sum may be known: values of one dimension, children of one node. */
type Unit = readonly TableCell[];

/**
 * Which cells of a table are not told. What a line does not tell is together at least `least` numbers and at least two of its units, else the
 * smallest of the others is kept back too. A line is all values of a dimension within the values of the others, or over all of them (as a table
 * by that dimension alone would have it), or the children of a node. Deterministic: the same cells give the same answer.
 */
export function keptCells(cells: readonly TableCell[], least: number): KeptCells {
  const there = cells.filter(({ numbers }) => numbers > 0);
  const few = new Set(there.filter((cell) => cell.isFew || cell.numbers < least));
  const aid = new Set<TableCell>();
  const lines = linesOf(there);
  for (let before = -1; before < aid.size; ) {
    before = aid.size;
    for (const line of lines) keepBack(line, { few, aid }, least);
  }
  tellSuppressed(few.size + aid.size);
  return { few, aid };
}

const sizeOf = (unit: Unit): number => unit.reduce((sum, { numbers }) => sum + numbers, 0);

function keepBack(line: readonly Unit[], { few, aid }: { few: Set<TableCell>; aid: Set<TableCell> }, least: number): void {
  // Many cells of few are together as good as any: only what is kept back as a whole is not told as one.
  const isKept = (unit: Unit): boolean =>
    sizeOf(unit) < least || unit.every((cell) => aid.has(cell)) || (unit.length === 1 && few.has(unit[0]!));
  const hidden = line.filter(isKept);
  if (hidden.length === 0) return;
  const others = line
    .filter((unit) => !hidden.includes(unit))
    .sort((a, b) => sizeOf(a) - sizeOf(b) || nameOf(a).localeCompare(nameOf(b)));
  let [size, count] = [hidden.reduce((sum, unit) => sum + sizeOf(unit), 0), hidden.length];
  while ((size < least || count < 2) && others.length > 0) {
    const next = others.shift()!;
    for (const cell of next) aid.add(cell);
    size += sizeOf(next);
    count += 1;
  }
}

const nameOf = ([first]: Unit): string => JSON.stringify([first!.path, first!.keys]);

function linesOf(cells: readonly TableCell[]): readonly (readonly Unit[])[] {
  const dimensions = cells[0]?.keys.map((_, index) => index) ?? [];
  const valueAt = (index: number) => (cell: TableCell) => String(cell.keys[index]);
  const unitsBy = (own: readonly TableCell[], key: (cell: TableCell) => string): readonly Unit[] => [
    ...groupedBy(own, key).values(),
  ];
  const within = (index: number) => (cell: TableCell) => JSON.stringify([cell.path, cell.keys.filter((_, at) => at !== index)]);
  const byDimension = dimensions.flatMap((index) => [
    ...(dimensions.length > 1 || cells.some(({ path }) => path !== null) ? [unitsBy(cells, valueAt(index))] : []),
    ...[...groupedBy(cells, within(index)).values()].map((own) => unitsBy(own, valueAt(index))),
  ]);
  const byNode = [...groupedBy(cells, ({ keys }) => JSON.stringify(keys)).values()].flatMap(linesOfTree);
  return [...byDimension, ...byNode].filter((line) => line.length > 1);
}

/** Of each node its children, each with the leaves below it. */
function linesOfTree(cells: readonly TableCell[]): readonly (readonly Unit[])[] {
  const parents = new Map<string, Map<string, TableCell[]>>();
  for (const cell of cells) {
    const steps = (cell.path ?? '').split('.').filter((step) => step !== '');
    for (const [level, step] of steps.entries()) {
      const parent = steps.slice(0, level).join('.');
      const children = keptIn(parents, parent, () => new Map<string, TableCell[]>());
      keptIn(children, step, () => []).push(cell);
    }
  }
  return [...parents.values()].map((children) => [...children.values()]);
}
