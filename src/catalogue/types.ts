import type { FactKind, Flow } from './flows.js';
import type { Names, SourceLocation } from './names.js';
import type { IncomingType, Reaction } from './offers/reactions.js';
import type { ContactPolicy, Offer, OutcomeReason, Scene, SceneRule } from './offers/types.js';

/** A number the business may change without touching SQL: `{{code}}` in marts and trees is replaced by `value`. */
export interface Threshold {
  readonly code: string;
  readonly value: number;
  readonly unit: string;
  readonly names: Names;
}

/**
 * What leaving does to a value at the month's end. SETS: who leaves has another one for it (off the net, no tier). TELLS: only who has left
 * has one (a reason for leaving).
 */
export type Leaving = 'SETS' | 'TELLS';

/** What something rests on: without it nobody knows. */
export interface Rests {
  /** Contract columns of number_month, or "mart.column" of another. */
  readonly needs: readonly string[];
  /** Months of history before the month that it looks at; in earlier months there is nothing (NO_BASELINE). */
  readonly lookback: number;
  /** What else decides it where it is there, such as rules that are asked first: where a column of that came empty, nobody knows either. */
  readonly after?: readonly Rests[];
  /** Left out: leaving does nothing to it. */
  readonly leaving?: Leaving;
  /** The warning's model of the month tells it: IMMATURE where that month has none. */
  readonly fitted?: boolean;
}

/** The marts that figures are summed over. All but leads, which have some of them, carry the columns of every dimension of numbers. */
export const figureMarts = ['number_state', 'cohort_state', 'lead_state', 'day_state', 'complaint_state'] as const;
export type FigureMart = (typeof figureMarts)[number];

/** A part that counts rows without a value: where one does, there is no figure, as what the others have would be a part of it. */
export interface AbsentWhere {
  readonly part: string;
  /** It does not come, or it is not all there yet. */
  readonly absence: 'NOT_PROVIDED' | 'IMMATURE';
}

/** Something summed over a mart's rows: the additive stuff that rollups hold and measures are made of. */
export interface Part extends Rests {
  /** Column name in rollups and statements, e.g. "gross_adds". Unique in the catalogue. */
  readonly id: string;
  readonly names: Names;
  readonly mart: FigureMart;
  /** SQL over one row of the mart, summed. */
  readonly sql: string;
  /** Not summed: its different values are counted, those of rows without one not at all. One value may be in many groups, so their counts do not add up. */
  readonly isDistinct: boolean;
  /** What each different value counts as, SQL over any row that has it; null: 1. */
  readonly weight: string | null;
  /** SQL type of the sum: BIGINT for counts, DECIMAL(18,n) for money and volumes. */
  readonly type: string;
  /** It counts who leaves in the month, or who does not. */
  readonly countsLeaving: boolean;
  /** The column of number_flow that has the same by fact; null where it is no flow of facts. */
  readonly flow: Flow | null;
  /** SQL over the number's row: only flows of numbers for which it holds count. null: of all. */
  readonly flowWhen: string | null;
  /** The part of day_state that has the same day by day, in months that came by day; null where none has. */
  readonly byDay: string | null;
  readonly absentWhere: readonly AbsentWhere[];
}

/** Σ coefficient × part (+ constant): linear, so it may be summed before or after. */
export interface Linear {
  readonly terms: ReadonlyMap<string, number>;
}

/** distinct: how many different ones, exact in each cut; it adds over none, and over time it is as a stock. */
export type MeasureKind = 'flow' | 'stock' | 'ratio' | 'distinct';

export interface Measure {
  readonly code: string;
  readonly names: Names;
  readonly description: Names;
  readonly kind: MeasureKind;
  /** Stocks and distinct counts only: what several months give; `first` for a balance at the start. */
  readonly overTime: 'last' | 'mean' | 'first';
  readonly unit: string;
  /** Is up good? null where neither. */
  readonly higherIsBetter: boolean | null;
  /** As shown to people. */
  readonly formula: string;
  /** The formula over other measures and the measure's own parts; null of a plain count or sum. */
  readonly expression: Expression | null;
  /** value = numerator ÷ denominator (no denominator: the numerator), both linear in parts. */
  readonly numerator: Linear;
  readonly denominator: Linear | null;
  /** True where some rows count as 1 and the others as 0: the figure counts numbers, and its slice holds just those. */
  readonly countsNumbers: boolean;
  /** One of its parts counts different things: the figures of parts do not add up to the whole's, which is counted anew. */
  readonly countsDistinct: boolean;
  /** Who leaves in the month is counted, by one of its parts or by their difference: what leaving itself sets cannot cut it. */
  readonly countsLeaving: boolean;
  /** The kind of facts that all its parts come from, so that what those facts have cuts it; null where they do not. */
  readonly fact: FactKind | null;
  /** It counts leads: only what they have cuts and selects it. */
  readonly isOfLeads: boolean;
  /** Of all its parts. */
  readonly absentWhere: readonly AbsentWhere[];
  readonly source: SourceLocation;
}

export interface DimensionValueNames {
  readonly code: string;
  readonly names: Names;
}

export interface Dimension extends Rests {
  readonly code: string;
  readonly names: Names;
  /** SQL over one row of number_state, or of number_flow; its alias in statements and rollups is the code in lower case. */
  readonly sql: string;
  readonly type: 'VARCHAR' | 'INTEGER' | 'BOOLEAN';
  /** The dimension that says the same of the month before, for cuts of what counts leaving. */
  readonly before: string | null;
  readonly parent: string | null;
  /** Fixed values with names, in their natural order. */
  readonly values: readonly DimensionValueNames[];
  /** Contract mart (code, en, zh) that names the values, where they are not fixed. */
  readonly labels: string | null;
  /** The kinds of facts that have it, where it is told of facts; of numbers: none. */
  readonly facts: readonly FactKind[];
  /** Of a dimension of numbers that leads have as well: what it rests on there. */
  readonly ofLeads: Rests | null;
  /** Time dimensions only. DAY and WEEK are told of facts. */
  readonly grain: 'DAY' | 'WEEK' | 'MONTH' | null;
  readonly source: SourceLocation;
}

/** A node of a PARTITION tree. Its rows are those of its parent for which its rule is the first to hold. */
export interface PartitionNode {
  /** Last step of the path, e.g. "DUAL_DROP". */
  readonly code: string;
  readonly names: Names;
  /** SQL predicate over number_feature with {{thresholds}}; null = all that is left (only the last child, and always it). */
  readonly when: string | null;
  /**
   * What its rule rests on; the last child, which takes what is left, needs what its siblings need. Where leaving decides a rule that is asked
   * before, it sets this one too: who has left is no longer there to be taken.
   */
  readonly rests: Rests;
  readonly children: readonly PartitionNode[];
}

export interface PartitionTree {
  readonly relation: 'PARTITION';
  readonly code: string;
  readonly names: Names;
  readonly description: Names;
  /** What it counts unless asked otherwise. */
  readonly measure: string;
  /** Column of number_state that holds the leaf's path without the root, e.g. "DECLINE.DUAL_DROP.TO_OWN"; the code in lower case. */
  readonly column: string;
  readonly children: readonly PartitionNode[];
  readonly source: SourceLocation;
}

/** Arithmetic over measures: a formula tree's node. */
export type Expression =
  | { readonly kind: 'measure'; readonly code: string }
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'binary'; readonly op: '+' | '-' | '*' | '/'; readonly left: Expression; readonly right: Expression };

export interface FormulaTree {
  readonly relation: 'SUM' | 'PRODUCT' | 'RATIO' | 'DIFFERENCE';
  readonly code: string;
  readonly names: Names;
  readonly description: Names;
  /** The root's measure. */
  readonly measure: string;
  /** Measure code → its formula over its children; measures without one are leaves. */
  readonly formulas: ReadonlyMap<string, Expression>;
  /** Where each formula was written. */
  readonly sources: ReadonlyMap<string, SourceLocation>;
  readonly source: SourceLocation;
}

export type Tree = PartitionTree | FormulaTree;

/** Sums of all parts of a mart by month (of day_state also by day) and these dimensions (and partition trees, by their column). */
export interface Rollup {
  readonly name: string;
  readonly mart: FigureMart;
  readonly dimensions: readonly string[];
  readonly trees: readonly string[];
}

export interface StatusRule {
  /** Attainment from which a figure is ON_TRACK, and from which at least WATCH (shares of the target). */
  readonly onTrack: number;
  readonly watch: number;
}

/** How `explain` looks for causes. */
export interface ExplainRule {
  /** Dimensions that it looks through unless asked otherwise: those that say who and where, not what became of them. */
  readonly dimensions: readonly string[];
  /** Least share of the whole that a cause must hold. */
  readonly support: number;
  /** Least potential score of a cause, 0 to 1. */
  readonly score: number;
  /** Chance of naming a cause where there is none. */
  readonly significance: number;
  /** Least share of the whole's change that a cause's deviation must be. */
  readonly share: number;
}

/** What `signals` tests, and what makes a signal out of a deviation. */
export interface SignalRule {
  /** Codes; every measure is tested for the whole and for each value of these. */
  readonly dimensions: readonly string[];
  /** Least share of the whole's figure that a signal moves. */
  readonly materiality: number;
  /** Share of the signals that may be chance. */
  readonly falseDiscoveryRate: number;
  /** A ratio over a smaller count than this in a month is left out there: few make any ratio. */
  readonly leastBase: number;
  /** Months before the tested one: without the least it is not tested, beyond the longest none are looked at. */
  readonly leastMonths: number;
  readonly longestMonths: number;
  /** Gaps that stand. */
  readonly standing: {
    /** Codes; parts are each value of a dimension, or each combination of values of several. */
    readonly cuts: readonly (readonly string[])[];
    /** Measures that are held against last year: amounts that follow the base (costs) would only tell that it has grown. */
    readonly lastYear: readonly string[];
    /** Least months that a gap must have been open … */
    readonly months: number;
    /** … and in each of them least share of what the figure is compared with. */
    readonly gap: number;
    /** Least share of the whole's figure of a month that a gap has come to in all its months. */
    readonly materiality: number;
  };
}

/** How the churn warning is fitted; its file says what each setting means. */
export interface WarningRule {
  readonly features: readonly { readonly name: string; readonly type: string }[];
  /** What the features rest on, where the warehouse has it. */
  readonly rests: readonly Rests[];
  readonly bins: { readonly finest: number; readonly leastShare: number; readonly leastInformation: number };
  readonly prior: number;
  readonly regularisation: number;
  readonly sample: number;
  readonly months: number;
  readonly least: { readonly months: number; readonly losses: number };
  /** Shares from the top, ever greater. */
  readonly bands: { readonly VERY_HIGH: number; readonly HIGH: number; readonly RAISED: number };
}

/** What may be chosen when a report is asked for. Values travel as text. */
export interface ReportOption {
  readonly name: string;
  readonly type: 'INTEGER' | 'NUMBER' | 'BOOLEAN' | 'DIMENSION' | 'MEASURE' | 'MONTH' | 'CODE';
  readonly description: Names;
  /** As it would be given; null: it must be given. */
  readonly default: string | null;
  /** CODE, DIMENSION and MEASURE: what may be given. INTEGER and NUMBER: least and most. */
  readonly allowed?: readonly string[];
  /** CODE: names of what may be given. */
  readonly values?: Readonly<Record<string, Names>>;
  readonly least?: number;
  readonly most?: number;
}

/** A report that is an analysis with everything chosen but its options. */
export interface ReportTemplate {
  readonly code: string;
  readonly names: Names;
  readonly description: Names;
  /** Months that it looks at unless asked otherwise, up to and with the month asked for. */
  readonly months: number;
  readonly options: readonly ReportOption[];
  /** As written: `reportQuestionOf` puts options' values in the place of each "{{option}}". */
  readonly question: Readonly<Record<string, unknown>>;
  readonly source: SourceLocation;
}

/** All definitions, validated together and frozen. */
export interface Catalogue {
  /** sha256 of what the definitions mean (not of their names and texts, nor of rollups); part of a generation's identity and of every slice. */
  readonly hash: string;
  readonly thresholds: ReadonlyMap<string, Threshold>;
  readonly parts: ReadonlyMap<string, Part>;
  readonly measures: ReadonlyMap<string, Measure>;
  readonly dimensions: ReadonlyMap<string, Dimension>;
  readonly trees: ReadonlyMap<string, Tree>;
  readonly rollups: readonly Rollup[];
  readonly status: StatusRule;
  readonly explain: ExplainRule;
  readonly signals: SignalRule;
  readonly warning: WarningRule;
  readonly reports: ReadonlyMap<string, ReportTemplate>;
  readonly offers: ReadonlyMap<string, Offer>;
  readonly scenes: ReadonlyMap<Scene, SceneRule>;
  readonly contactPolicy: ContactPolicy;
  readonly outcomeReasons: ReadonlyMap<string, OutcomeReason>;
  readonly reactions: ReadonlyMap<IncomingType, Reaction>;
}
