import { Table } from '../controls/table.tsx';
import { SliceActions } from '../view/slice-actions.tsx';
import { useWords } from '../words/use-words.ts';
import { type Frame, type FrameColumn, type FrameRow, reader, shownColumns } from './frame.ts';
import { frameWords } from './frame-words.ts';
import { useCell } from './use-cell.ts';

/** A frame as a table: sums stand out, and each row can be carried down. */
export function FrameTable({ frame, caption }: { readonly frame: Frame; readonly caption: string }) {
  const words = useWords(frameWords);
  const textOf = useCell();
  const columns = shownColumns(frame);
  const [head] = columns;
  const read = new Map(columns.map(({ name }) => [name, reader(frame, name)]));
  const cellOf = (column: FrameColumn, row: FrameRow) => {
    const isSummed = row.totalOf.some((name) => column.name === name || column.name === `${name}Label`);
    return isSummed ? words.total : textOf(read.get(column.name)!(row), column);
  };
  const hasSlices = frame.rows.some(({ slice }) => slice);
  return (
    <Table
      caption={caption}
      rows={frame.rows}
      keyOf={(_, index) => index}
      isTotal={({ totalOf }) => totalOf.length > 0}
      columns={[
        ...columns.map((column) => ({
          name: column.name,
          title: column.label,
          isFigure: column.type === 'NUMBER',
          isHead: column === head,
          cell: (row: FrameRow) => <span data-slice={row.slice ?? undefined}>{cellOf(column, row)}</span>,
        })),
        ...(hasSlices
          ? [
              {
                name: 'down',
                title: '',
                cell: (row: FrameRow) => <SliceActions slice={row.slice} name={cellOf(head!, row)} />,
              },
            ]
          : []),
      ]}
    />
  );
}
