import { badInput } from '../errors.js';
import type { AnalysisInput } from '../reports/analysis/question.js';
import type { ScopeOfAllInput } from '../session/scope.js';
import type { ExportFormat } from '../warehouse/engine.js';
import type { Statement } from '../warehouse/statement.js';

/** What is to be written into a file, as it is asked for; what is left out has a default. */
export interface ExportInput extends ScopeOfAllInput {
  readonly what: 'NUMBERS' | 'ANALYSIS' | 'TARGET_LIST';
  readonly format: Uppercase<ExportFormat>;
  readonly month?: string | null;
  /** Fields of a number. */
  readonly columns?: readonly string[] | null;
  /** Share of the numbers, above 0 to 1. */
  readonly sample?: number | null;
  readonly analysis?: AnalysisInput | null;
  /** Id of a target list. */
  readonly list?: string | null;
  readonly idempotencyKey?: string | null;
  readonly purpose?: string | null;
  /** CSV: begin with a byte order mark. */
  readonly bom?: boolean | null;
}

/** What a file is to hold: names are resolved and rights checked; what takes time is not done yet. */
export interface ExportPlan {
  /** Oldest first. */
  readonly months: readonly string[];
  /** Errors: TOO_COSTLY where there are more rows than the viewer may take. */
  content(): Promise<ExportContent>;
}

export interface ExportContent {
  readonly statement: Statement;
  /** Are the rows in an order that matters? */
  readonly ordered: boolean;
  /** What the file says of itself, where its format can. */
  readonly about: Readonly<Record<string, string>>;
}

/**
 * Refuses what has no meaning for this kind of export, instead of leaving it aside; null, false and RULE are what clients send for nothing,
 * but for slice and where. Errors: BAD_USER_INPUT.
 */
export function refuseArguments(input: ExportInput, arguments_: readonly (keyof ExportInput)[]): void {
  const isGiven = (name: keyof ExportInput) =>
    name === 'where' || name === 'slice'
      ? input[name] !== undefined
      : ![null, undefined, false, 'RULE'].includes(input[name] as null);
  const given = arguments_.filter(isGiven);
  if (given.length > 0) throw badInput(`${given.join(', ')}: not an argument of an export of ${input.what}. Leave it out.`);
}
