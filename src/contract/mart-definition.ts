import { z } from 'zod';

const name = z.string().regex(/^[a-z][a-z0-9_]*$/, 'expected a name in lower case: letters, digits and "_"');

const columnType = z.string().refine((text) => {
  const decimal = /^DECIMAL\((\d+),(\d+)\)$/.exec(text);
  // Past 18 digits DuckDB computes in HUGEINT and the graph's Float no longer holds a sum's parts exactly.
  if (decimal) return Number(decimal[1]) <= 18 && Number(decimal[2]) <= Number(decimal[1]);
  return ['BIGINT', 'INTEGER', 'DATE', 'BOOLEAN', 'VARCHAR', 'MONTH', 'ID'].includes(text);
}, 'expected BIGINT, INTEGER, DECIMAL(p,s) of at most 18 digits, DATE, BOOLEAN, VARCHAR, MONTH or ID');

const text = z.string().min(1);

const boards = z.enum(['identity', 'market', 'network', 'finance', 'service']);

const column = z.strictObject({
  type: columnType,
  unit: text.optional(),
  en: text,
  zh: text,
  sensitivity: z.enum(['none', 'identifying', 'personal']).default('none'),
  required: z.boolean().default(false),
  board: boards.optional(),
  codes: z.array(text).min(1).optional(),
  references: name.optional(),
  sparse: z.boolean().default(false),
  unchanging: z.boolean().default(false),
  leaving: z.enum(['sets', 'tells']).optional(),
  standIn: z
    .string()
    .regex(/^[a-z]\w*\.[a-z]\w*$/, 'expected a column of another mart, e.g. plan.fee')
    .optional(),
});

/** One file of `sql/contract/`. */
export const martDefinition = z.strictObject({
  mart: name,
  en: text,
  zh: text,
  key: z.array(name).default([]),
  partition: name.optional(),
  required: z.boolean().default(false),
  beginsLate: z.boolean().default(false),
  columns: z.record(name, column).refine((columns) => Object.keys(columns).length > 0, 'expected at least one column'),
  checks: z.array(z.strictObject({ en: text, zh: text, sql: text })).default([]),
});

export type MartDefinition = z.infer<typeof martDefinition>;

/** Beside the fields of who somebody is stand those of the graph, so that none of an operator's is there. */
const ownBoards = boards.exclude(['identity']).default('market');

/** One file of an operator's `contract/`: the columns that it adds to a mart. */
export const ownDefinition = z.strictObject({
  columns: z.record(
    z.string(),
    column
      .omit({ standIn: true })
      .extend({ board: ownBoards })
      .refine(
        ({ type, sensitivity }) => sensitivity !== 'personal' || type === 'VARCHAR',
        'a personal column is VARCHAR, as who may not see it in clear is shown a pseudonym: CAST it in the mapping',
      ),
  ),
});
