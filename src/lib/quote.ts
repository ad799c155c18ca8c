/** A SQL string. For trusted SQL only (paths and names of ours): what comes from outside is bound. */
export const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;

/** A SQL list of strings. */
export const texts = (values: readonly string[]): string => `[${values.map(text).join(', ')}]`;

/** A name in SQL. */
export const ident = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A number as a DOUBLE, to the last bit: without an exponent DuckDB reads a DECIMAL. */
export const double = (value: number | null): string => value?.toExponential() ?? 'NULL';

/** A SELECT of rows that travel as JSON, an array of objects: a double keeps all its digits. `json`: in SQL; `columns`: the types by name, of a list as [type]. */
export const rowsOfJson = (json: string, columns: Readonly<Record<string, string | readonly string[]>>): string =>
  `select unnest(from_json(${json}, ${text(JSON.stringify([columns]))}), recursive := true)`;
