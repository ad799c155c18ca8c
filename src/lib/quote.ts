/** A SQL string. For trusted SQL only (paths and names of ours): what comes from outside is bound. */
export const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;

/** A SQL list of strings. */
export const texts = (values: readonly string[]): string => `[${values.map(text).join(', ')}]`;

/** A name in SQL. */
export const ident = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A number as a DOUBLE, to the last bit: without an exponent DuckDB reads a DECIMAL. */
export const double = (value: number | null): string => value?.toExponential() ?? 'NULL';
