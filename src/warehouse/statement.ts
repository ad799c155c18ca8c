/** A value bound to a statement. Dates and months travel as text ("2026-10-31", "2026-10"). */
export type Parameter = string | number | bigint | boolean | null;

/** A question to the warehouse, complete and frozen: what the planners hand over and what `explain` shows. One SQL statement, `$1`-style parameters. */
export interface Statement {
  /** What it is for, in a few words, e.g. "tree LIFECYCLE"; appears in logs, metrics and `extensions.route`. */
  readonly name: string;
  readonly sql: string;
  readonly parameters: readonly Parameter[];
}

/** Makes a frozen Statement. */
export function statement(name: string, sql: string, parameters: readonly Parameter[] = []): Statement {
  return Object.freeze({ name, sql, parameters: Object.freeze([...parameters]) });
}
