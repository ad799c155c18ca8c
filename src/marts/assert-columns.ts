import { badInput } from '../errors.js';
import { shiftMonth } from '../lib/months.js';
import { text } from '../lib/quote.js';
import { STATE } from './graph.js';
import type { Mart } from './mart.js';
import type { MartStore } from './mart-store.js';

// Headers are what others know of the columns; a header that says other than the SQL would mislead them.

/** Errors: BAD_USER_INPUT where one of a month's marts has not the columns that its header says. */
export async function assertColumns(store: MartStore, marts: readonly Mart[], month: string): Promise<void> {
  const problems: string[] = [];
  for (const { name: mart, columns } of marts) {
    const types = new Map((await store.columns(store.rows(mart, [month]))).map(({ name, type }) => [name, type]));
    for (const { name, type } of columns) {
      const found = types.get(name) ?? 'no such column';
      // Ids are of the warehouse's type.
      if (found !== type && !(name === 'number_id' && types.has(name)))
        problems.push(`${mart}.sql: column ${name}: expected ${type}, as its header says, found ${found}`);
    }
  }
  if (problems.length > 0)
    throw badInput(`${problems.length} column(s) of derived marts are not as declared:\n${problems.join('\n')}`, { problems });
}

/** Looks at a month of number_state, whose columns come from several headers, the contract and the trees. */
export async function assertShape(store: MartStore, month: string): Promise<void> {
  const of = async (relation: string): Promise<string[]> =>
    (await store.columns(relation)).map(({ name, type }) => `${name} ${type}`);
  const declared = await of('state_empty');
  const found = await of(store.rows(STATE, [month]));
  const wrong = declared.filter((column) => !found.includes(column));
  const came = found.filter((column) => !declared.includes(column));
  if (wrong.length > 0 || came.length > 0) {
    throw new Error(
      `number_state is not as its headers say: expected ${wrong.join(', ') || 'no more columns'}, found ${came.join(', ') || 'none of them'}`,
    );
  }
}

/** A number that stands twice would be joined to itself month after month, and its rows double each time: stop at once. */
export async function assertRows(store: MartStore, month: string): Promise<void> {
  const count = async (source: string): Promise<number> =>
    Number((await store.builder.query(`SELECT count(*) AS n FROM ${source}`))[0]?.n);
  const expected = await count(`base.number_month WHERE month = ${text(month)}`);
  const found = await count(store.rows(STATE, [month]));
  if (found === expected) return;
  throw badInput(
    `number_state of ${month} has ${found} rows, number_month ${expected}: a number stands twice in ${shiftMonth(month, -1)} or one of the months before, or a code of plan or channel does. Remove the doubles.`,
  );
}
