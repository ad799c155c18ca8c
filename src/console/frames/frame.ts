import type { ChartKind, Measure } from '../graph/documents.ts';

export type Cell = string | number | boolean | null | undefined;

export interface FrameColumn {
  readonly name: string;
  readonly label: string;
  readonly type: 'BOOLEAN' | 'NUMBER' | 'STRING';
  readonly unit?: string | null;
  readonly measure?: Measure | null;
}

export interface FrameRow {
  readonly cells: readonly Cell[];
  /** The columns that are summed over; empty on a detail row. */
  readonly totalOf: readonly string[];
  readonly slice?: string | null;
}

/** A table whose columns are known when it comes: a report, or a free analysis. */
export interface Frame {
  readonly columns: readonly FrameColumn[];
  readonly rows: readonly FrameRow[];
}

/** How a frame is drawn: x, series and facet together name one row. */
export interface FrameChart {
  readonly kind: ChartKind;
  readonly x?: string | null;
  readonly y: readonly string[];
  readonly series?: string | null;
  readonly facet?: string | null;
}

/** What a picture is made of. */
export interface PictureProps {
  readonly frame: Frame;
  readonly chart: FrameChart;
  readonly caption: string;
  /** What it is a part of: a series has one colour in all pictures of it. */
  readonly whole?: Frame;
}

/** Columns as people read them: of codes and their names only the names. */
export const shownColumns = ({ columns }: Frame): readonly FrameColumn[] =>
  columns.filter(({ name }) => !columns.some((other) => other.name === `${name}Label`));

/** Reads the cells of one column. */
export function reader({ columns }: Frame, name: string | null | undefined): (row: FrameRow) => Cell {
  const at = columns.findIndex((column) => column.name === name);
  return ({ cells }) => (at === -1 ? null : cells[at]);
}

export const columnOf = ({ columns }: Frame, name: string | null | undefined): FrameColumn | undefined =>
  columns.find((column) => column.name === name);

export const numberOf = (cell: Cell): number | null => (typeof cell === 'number' ? cell : null);

/** The different values of a column, in the order in which they come. */
export const valuesOf = (rows: readonly FrameRow[], read: (row: FrameRow) => Cell): readonly Cell[] => [
  ...new Set(rows.map(read)),
];

/** Rows that are no sums of others. */
export const detailRows = ({ rows }: Frame): readonly FrameRow[] => rows.filter(({ totalOf }) => totalOf.length === 0);

/** A frame for each value of a column; the whole under null where there is none. */
export function facetsOf(frame: Frame, facet: string | null | undefined): readonly (readonly [Cell, Frame])[] {
  if (!facet) return [[null, frame]];
  const read = reader(frame, facet);
  const rows = detailRows(frame);
  return valuesOf(rows, read).map((value) => [value, { ...frame, rows: rows.filter((row) => read(row) === value) }]);
}
