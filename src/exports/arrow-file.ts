import type { ColumnValue } from '../reports/column.js';
import type { FlatTable } from './table-statement.js';

/** A table at hand as an Arrow IPC file, whose schema says of it what `metadata` says, as a Parquet file's does. */
export async function arrowFile({ columns, rows }: FlatTable, metadata: Readonly<Record<string, string>>): Promise<Uint8Array> {
  // Four packages, for who asks for it.
  const { Bool, Float64, RecordBatch, Schema, Struct, Table, Utf8, makeData, tableToIPC, vectorFromArray, Field } = await import(
    'apache-arrow'
  );
  const types = { STRING: Utf8, NUMBER: Float64, BOOLEAN: Bool } satisfies Readonly<Record<ColumnValue['type'], unknown>>;
  const fields = columns.map(({ name, type }) => new Field(name, new types[type](), true));
  const schema = new Schema(fields, new Map(Object.entries(metadata)));
  const children = fields.map(
    ({ type }, index) =>
      vectorFromArray(
        rows.map((cells) => cells[index] ?? null),
        type,
      ).data[0]!,
  );
  const batch = new RecordBatch(schema, makeData({ type: new Struct(fields), length: rows.length, children }));
  return tableToIPC(new Table(schema, [batch]), 'file');
}
