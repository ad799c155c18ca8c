import { badInput } from '../errors.js';
import type { ExportInput } from '../faces/graph/exports/exports.types.js';
import type { Statement } from '../warehouse/statement.js';

/** What a file is to hold: names are resolved and rights checked; what takes time is not done yet. */
export interface Plan {
  /** Oldest first. */
  readonly months: readonly string[];
  /** Errors: TOO_COSTLY where there are more rows than the viewer may take. */
  content(): Promise<Content>;
}

export interface Content {
  readonly statement: Statement;
  /** Are the rows in an order that matters? */
  readonly ordered: boolean;
}

/** Refuses what has no meaning for this kind of export, instead of leaving it aside. Errors: BAD_USER_INPUT. */
export function refuse(input: ExportInput, arguments_: readonly (keyof ExportInput)[]): void {
  const given = arguments_.filter((name) => input[name] !== undefined && input[name] !== null);
  if (given.length > 0) throw badInput(`${given.join(', ')}: not an argument of an export of ${input.what}. Leave it out.`);
}
