import { stringify } from '../lib/stringify.js';
import { mapYielding } from '../lib/yielding.js';
import type { ColumnValue } from '../reports/column.js';
import { jsonRows } from '../warehouse/spelled.js';
import { type Statement, statement } from '../warehouse/statement.js';

export interface FlatTable {
  readonly columns: readonly Pick<ColumnValue, 'name' | 'type'>[];
  readonly rows: readonly (readonly (string | number | boolean | null)[])[];
}

const sqlTypes: Readonly<Record<ColumnValue['type'], string>> = { STRING: 'VARCHAR', NUMBER: 'DOUBLE', BOOLEAN: 'BOOLEAN' };

/** A table at hand as a query that gives its rows, so that one writer writes all files. */
export async function tableStatement(name: string, { columns, rows }: FlatTable): Promise<Statement> {
  const types = Object.fromEntries(columns.map((column) => [column.name, sqlTypes[column.type]]));
  const objects = await mapYielding(rows, (cells) =>
    Object.fromEntries(columns.map((column, index) => [column.name, cells[index]])),
  );
  return statement(name, jsonRows('$1', types), [await stringify(objects)]);
}
