import { useFormat } from '../format/use-format.ts';
import { useWords } from '../words/use-words.ts';
import type { Cell, FrameColumn } from './frame.ts';
import { frameWords } from './frame-words.ts';

/** Months and days in a column of periods as people read them. */
const isMonth = (text: string): boolean => /^\d{4}-\d{2}$/.test(text);
export const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text);

/** A cell in words. */
export function useCell() {
  const format = useFormat();
  const words = useWords(frameWords);
  return (cell: Cell, column?: FrameColumn): string => {
    if (cell === null || cell === undefined) return '–';
    if (typeof cell === 'boolean') return cell ? words.yes : words.no;
    if (typeof cell === 'number')
      // As the graph names what it adds to a measure that is compared.
      return column?.name.endsWith('Change')
        ? format.change(cell, column.unit ?? null)
        : format.figure(cell, column?.unit ?? null);
    if (isMonth(cell)) return format.month(cell);
    return isDay(cell) ? format.day(cell) : cell;
  };
}
