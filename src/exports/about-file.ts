import type { NumbersScope } from '../numbers/page.js';
import type { ColumnValue } from '../reports/column.js';
import { maskedSlice } from '../session/slice-info.js';
import type { ExportSession } from './session.js';

export interface FileOf {
  readonly months: readonly string[];
  /** null: of what no slice can say. */
  readonly scope: NumbersScope['scope'] | null;
  /** As the file calls them. */
  readonly columns: readonly {
    readonly name: string;
    readonly names: ColumnValue['names'];
    readonly unit: string | null;
    readonly measure?: string | null;
  }[];
  /** What else it is of: "report", "list". */
  readonly of?: Readonly<Record<string, string>>;
}

/**
 * What a Parquet file says of itself: of which data and numbers it is, and what its columns are. Files go from hand to hand, so that values that
 * personal columns are compared with are never in clear; the slice is sealed.
 */
export function aboutFile({ months, scope, columns, of = {} }: FileOf, context: ExportSession): Readonly<Record<string, string>> {
  const { manifest, catalogue } = context;
  const whom = scope && maskedSlice(scope, months, context);
  const described = columns.map(({ name, names, unit, measure }) => {
    const formula = catalogue.measures.get(measure ?? '')?.formula;
    return [name, { ...names, ...(unit && { unit }), ...(formula && { formula }) }];
  });
  const said = {
    ...of,
    generation: manifest.id,
    dataDate: manifest.dataDate,
    months: months.join(' '),
    ...(whom && { words: whom.words.en, 'words.zh': whom.words.zh, filter: JSON.stringify(whom.where), slice: whom.slice }),
    columns: JSON.stringify(Object.fromEntries(described)),
  };
  return Object.fromEntries(Object.entries(said).map(([name, value]) => [`martlet.${name}`, value]));
}
