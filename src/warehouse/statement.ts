import type { QuestionShape } from '../lib/question-shape.js';

/** A value bound to a statement. Dates and months travel as text ("2026-10-31", "2026-10"). */
export type Parameter = string | number | bigint | boolean | null;

/** Where rows come from, as `extensions.route` tells it. */
export interface TellableSource {
  /** A mart or a rollup as SQL names it, e.g. "serving.rollup_whole", or what else it is. */
  readonly source: string;
  /** Why it is no rollup; null where it is one, or where there is nothing to choose. */
  readonly rollupMissReason: string | null;
}

/** Where a statement's rows come from. */
export interface Source extends TellableSource {
  /** Of a question of figures: what it needs. */
  readonly shape?: QuestionShape;
}

/** A question to the warehouse, complete and frozen: what the planners hand over and what `explain` shows. One SQL statement in portable spelling (`spelled.ts`), `$1`-style parameters. */
export interface Statement {
  /** What it is for, in a few words, e.g. "tree LIFECYCLE"; appears in logs, metrics and `extensions.route`. */
  readonly name: string;
  readonly sql: string;
  readonly parameters: readonly Parameter[];
  /** What its rows come from; empty where that is no mart. */
  readonly reads: readonly Source[];
  /** Its rows are figures of many numbers, and no single number's. */
  readonly isOfFigures: boolean;
  /** A person wrote it for the engine at hand: names in it may be those of helpers, and are none. */
  readonly isNative: boolean;
}

/** Makes a frozen Statement. */
export function statement(
  name: string,
  sql: string,
  parameters: readonly Parameter[] = [],
  reads: readonly Source[] = [],
): Statement {
  return Object.freeze({
    name,
    sql,
    parameters: Object.freeze([...parameters]),
    reads: Object.freeze([...reads]),
    isOfFigures: false,
    isNative: false,
  });
}

/** A statement whose rows are figures of many numbers. */
export const ofFigures = (statement: Statement): Statement => Object.freeze({ ...statement, isOfFigures: true });

/** A mart or a table of single numbers, of which there is no rollup. */
export const byNumber = (source: string): Source => Object.freeze({ source, rollupMissReason: 'number by number' });

/** A statement that a person wrote. */
export const asWritten = (statement: Statement): Statement => Object.freeze({ ...statement, isNative: true });

/** What is no figure's, so that no rollup could stand for it. */
export const asItIs = (source: string): Source => Object.freeze({ source, rollupMissReason: null });
