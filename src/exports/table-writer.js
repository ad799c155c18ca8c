// @ts-check
// Runs in a thread of its own (written-aside.ts): what makes a file of a table computes for seconds, and gives nothing back while it does.
// Plain JavaScript, as a thread begins with a file that Node can run, and tests run the sources.
import { on } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';

/**
 * @typedef {import('./written-aside.js').TableToWrite} TableToWrite
 * @typedef {TableToWrite['rows']} Rows
 */

/** Excel's own limit of a sheet's name, and what may not stand in it. */
const sheetName = (/** @type {string} */ name) => name.replaceAll(/[\\/?*[\]:]/g, ' ').slice(0, 31);

/** @type {Record<TableToWrite['format'], (told: Omit<TableToWrite, 'rows'>, rows: Rows) => Promise<Uint8Array>>} */
const writers = {
  xlsx: async ({ columns, name, about }, rows) => {
    const { default: writeExcel } = await import('write-excel-file/node');
    const head = columns.map((column) => ({ value: column.name, fontWeight: /** @type {const} */ ('bold'), wrap: true }));
    const widths = columns.map((column) => ({
      width: Math.min(Math.max(column.name.length + 2, column.type === 'STRING' ? 18 : 12), 40),
    }));
    return writeExcel([
      { sheet: sheetName(name), data: [head, ...rows.map((cells) => [...cells])], stickyRowsCount: 1, columns: widths },
      { sheet: 'martlet', data: about.map((line) => [...line]), columns: [{ width: 18 }, { width: 100 }] },
    ]).toBuffer();
  },
  arrow: async ({ columns, about }, rows) => {
    const { Bool, Float64, RecordBatch, Schema, Struct, Table, Utf8, makeData, tableToIPC, vectorFromArray, Field } =
      await import('apache-arrow');
    const types = { STRING: Utf8, NUMBER: Float64, BOOLEAN: Bool };
    const fields = columns.map(({ name, type }) => new Field(name, new types[type](), true));
    const children = fields.flatMap(
      ({ type }, index) =>
        vectorFromArray(
          rows.map((cells) => cells[index] ?? null),
          type,
        ).data,
    );
    const schema = new Schema(fields, new Map(about));
    const batch = new RecordBatch(schema, makeData({ type: new Struct(fields), length: rows.length, children }));
    return tableToIPC(new Table(schema, [batch]), 'file');
  },
};

/** @type {Rows[number][]} */
const rows = [];
// In lots; an empty one is the last.
for await (const [lot] of on(/** @type {import('node:worker_threads').MessagePort} */ (parentPort), 'message')) {
  if (lot.length === 0) break;
  rows.push(...lot);
}
/** @type {TableToWrite} */
const told = workerData;
parentPort?.postMessage(await writers[told.format](told, rows));
