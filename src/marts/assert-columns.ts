import { badInput } from '../errors.js';
import { shiftMonth } from '../lib/months.js';
import { text, texts } from '../lib/quote.js';
import type { Builder } from '../warehouse/duckdb.js';
import type { Mart } from './mart.js';
import { parquet } from './mart-files.js';

// Headers are what others know of the columns; a header that says other than the SQL would mislead them.

/** `marts`: by their files. Errors: BAD_USER_INPUT where one has not the columns that its header says. */
export async function assertColumns(builder: Builder, marts: ReadonlyMap<string, Mart>): Promise<void> {
  if (marts.size === 0) return;
  const rows = await builder.query(`SELECT file_name, name, duckdb_type FROM parquet_schema(${texts([...marts.keys()])})`);
  const problems = [...marts].flatMap(([file, { name: mart, columns }]) => {
    const types = new Map(rows.filter((row) => row.file_name === file).map((row) => [row.name, row.duckdb_type]));
    return columns.flatMap(({ name, type }) => {
      // Of a list the type stands with its elements, and ids are of the warehouse's.
      const found = types.has(name) ? (types.get(name) ?? type) : 'no such column';
      return found === type || (name === 'number_id' && types.has(name))
        ? []
        : [`${mart}.sql: column ${name}: expected ${type}, as its header says, found ${found}`];
    });
  });
  if (problems.length > 0)
    throw badInput(`${problems.length} column(s) of derived marts are not as declared:\n${problems.join('\n')}`, { problems });
}

/** Looks at a file of number_state, whose columns come from several headers, the contract and the trees. */
export async function assertShape(builder: Builder, file: string): Promise<void> {
  const of = async (source: string): Promise<string[]> =>
    (await builder.query(`DESCRIBE SELECT * FROM ${source}`)).map((row) => `${row.column_name} ${row.column_type}`);
  const declared = await of('state_empty');
  const found = await of(parquet([file]));
  const wrong = declared.filter((column, index) => column !== found[index]);
  if (wrong.length > 0 || declared.length !== found.length) {
    const came = found.filter((column) => !declared.includes(column));
    throw new Error(
      `number_state is not as its headers say: expected ${wrong.join(', ') || 'no more columns'}, found ${came.join(', ') || 'none of them'}`,
    );
  }
}

/** A number that stands twice would be joined to itself month after month, and its rows double each time: stop at once. */
export async function assertRows(builder: Builder, file: string, month: string): Promise<void> {
  const count = async (source: string): Promise<number> =>
    Number((await builder.query(`SELECT count(*) AS n FROM ${source}`))[0]?.n);
  const expected = await count(`base.number_month WHERE month = ${text(month)}`);
  const found = await count(parquet([file]));
  if (found === expected) return;
  throw badInput(
    `number_state of ${month} has ${found} rows, number_month ${expected}: a number stands twice in ${shiftMonth(month, -1)} or one of the months before, or a code of plan or channel does. Remove the doubles.`,
  );
}
