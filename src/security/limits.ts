import { badInput } from '../errors.js';

/**
 * How much one request may ask for: the one place of every such figure. A viewer carries them (`viewer.limits`), and whoever checks
 * one reads it there. Schema and docs tell the usual ones; docs/limits.md has a row for each.
 */
export interface Limits {
  /** Levels of and, or and not in a filter. */
  readonly filterDepth: number;
  /** Comparisons in a whole filter: planning thousands takes the engine seconds. */
  readonly filterComparisons: number;
  /** Values of a list in a filter. */
  readonly filterValues: number;
  /** Bytes of a slice when it is unpacked: a hostile one may inflate to anything. */
  readonly sliceBytes: number;
  /** Slices within each other, where the numbers of a followed slice are followed again: each is one more look at the marts. */
  readonly followDepth: number;

  /** Months of a trend. */
  readonly trendMonths: number;
  /** Parts of a drill that stand for themselves; the rest is "other" even where `top` is not given. */
  readonly drillParts: number;
  /** Dimensions that one explanation looks through. */
  readonly explainDimensions: number;
  /** Dimensions of a cause. */
  readonly explainDepth: number;
  /** Causes of an explanation, and parts of each of its dimensions. */
  readonly explainTop: number;
  /** Signals of an answer: more nobody reads. */
  readonly signals: number;

  /** Annotations of an answer. */
  readonly annotations: number;
  /** The newest of them that are looked at for a figure: whether one touches it is a statement. */
  readonly annotationsBeside: number;

  /** Rows of a page of a report or an analysis. */
  readonly reportRows: number;
  /** Dimensions of an analysis. */
  readonly analysisDimensions: number;
  /** Different rests of a `topPer` in which things are counted anew, each by a statement. */
  readonly analysisRests: number;
  /** Rows of a whole analysis: more are not worth reading, and cost too much to make. */
  readonly analysisRows: number;
  /** Target lists whose uplift is measured at a time: each reads its members and their orders. */
  readonly upliftLists: number;

  /** Rows of a page of numbers. */
  readonly numberRows: number;
  /** Cells of a page of numbers, and of all that a request asks of numbers: what takes a second to read, to write and to send. */
  readonly numberCells: number;
  /**
   * Cells that a search counts at least: a page, as all of its numbers are looked through however few it shows, and a phone number, as
   * masked ones are not to be found by trying out thousands.
   */
  readonly searchCells: number;
  /** Look-ups by phone number within a minute, found or not: a masked number is not to be found by trying out thousands. */
  readonly lookUpsPerMinute: number;
  /** Columns that numbers are ordered by. */
  readonly orderColumns: number;
  /** Months of a number's history. */
  readonly historyMonths: number;
  /** Contacts of a number. */
  readonly contacts: number;

  /** Offers that a decision makes. */
  readonly recommendations: number;
  /** Target lists of a page. */
  readonly targetLists: number;
  /** Standing lists of one's own that are not paused: each generation judges all their numbers. */
  readonly standingLists: number;
  /** Days after its freeze that a standing list's list may last. */
  readonly expiryDays: number;
  /** Decisions of a page of one's own, in TM Forum's shape. */
  readonly decisions: number;
  /** Events that one request tells. */
  readonly eventsAtOnce: number;
  /** Callbacks that are told of events. */
  readonly webhooks: number;
  /** Sets of numbers of one's own that can be used. */
  readonly sets: number;
  /** Bytes of a file of a set. */
  readonly setBytes: number;
  /** Rows of a file of a set. */
  readonly setRows: number;
  /** Days until which a set can be used. */
  readonly setDays: number;
  /** Members of a page. */
  readonly members: number;
  /** Numbers shown of each side of a delta. */
  readonly deltaNumbers: number;
  /** Letters of a target list's name, and of its purpose. */
  readonly nameLetters: number;
  /** Letters of a note, and of a reason not to be contacted. */
  readonly noteLetters: number;
  /** CNY that an outcome may be told to have cost. */
  readonly outcomeCost: number;
  /** Days after which an outcome is not told any more. */
  readonly outcomeDays: number;
  /** Days until which a customer may ask to be called back. */
  readonly callBackDays: number;
  /** Letters of an idempotency key. */
  readonly keyLetters: number;

  /** Exports of a page. */
  readonly exportJobs: number;
  /** Exports of the viewer's under way at one time. */
  readonly exportsRunning: number;
  /** Exports begun in 24 hours. */
  readonly exportsPerDay: number;
  /** Rows of an exported file. */
  readonly exportRows: number;

  /** What an operation of the graph may take, in cells; a statement counts as `searchCells` of them. */
  readonly costPerRequest: number;
  /** What the viewer's operations may take in a minute. */
  readonly costPerMinute: number;
  /** Statements that a request has under way at a time: it must not fill a lane alone. */
  readonly statements: number;
  /** Subscriptions of a connection at a time. */
  readonly subscriptions: number;
  /** Requests of the viewer under way at a time. */
  readonly requestsAtOnce: number;
  /** Requests that the viewer begins in a second. */
  readonly requestsPerSecond: number;
  /** Bytes of answers and files that are sent to the viewer in a minute. */
  readonly bytesPerMinute: number;
}

/** Of a role that says nothing else. */
export const usualLimits: Limits = Object.freeze({
  filterDepth: 12,
  filterComparisons: 1000,
  filterValues: 10_000,
  sliceBytes: 1_000_000,
  followDepth: 4,

  trendMonths: 120,
  drillParts: 1000,
  explainDimensions: 10,
  explainDepth: 3,
  explainTop: 100,
  signals: 5000,
  annotations: 500,
  annotationsBeside: 10,

  reportRows: 10_000,
  analysisDimensions: 6,
  analysisRests: 50,
  analysisRows: 100_000,
  upliftLists: 100,

  numberRows: 10_000,
  numberCells: 250_000,
  searchCells: 2500,
  lookUpsPerMinute: 60,
  orderColumns: 5,
  historyMonths: 36,
  contacts: 100,

  recommendations: 20,
  targetLists: 500,
  standingLists: 20,
  expiryDays: 366,
  decisions: 100,
  eventsAtOnce: 100,
  webhooks: 10,
  sets: 50,
  setBytes: 200_000_000,
  setRows: 10_000_000,
  setDays: 366,
  members: 1000,
  deltaNumbers: 1000,
  nameLetters: 200,
  noteLetters: 1000,
  outcomeCost: 1_000_000,
  outcomeDays: 31,
  callBackDays: 92,
  keyLetters: 200,

  exportJobs: 500,
  exportsRunning: 2,
  exportsPerDay: 50,
  exportRows: 1_000_000,

  costPerRequest: 2_500_000,
  costPerMinute: 60_000_000,
  statements: 4,
  subscriptions: 50,
  requestsAtOnce: 100,
  requestsPerSecond: 200,
  bytesPerMinute: 1_000_000_000,
});

/** What holds before it is known who asks. */
export const protocolLimits = Object.freeze({
  /** Bytes of a request's body, and of a message over a WebSocket. */
  bodyBytes: 1_000_000,
  /** Tokens of a document: far above what a dashboard asks; a parser is not to be fed megabytes. */
  documentTokens: 10_000,
  /** Rows of an Excel workbook below its head: a sheet holds no more (Excel specifications and limits). */
  excelRows: 1_048_575,
  /** How deep the parentheses of a feed's $filter go: each is a call. */
  feedFilterLevels: 100,
  /** Levels of a document, its braces and brackets of any kind, fragments put in; and of variables. */
  documentDepth: 40,
  /** Fields of a document, fragments put in where they are spread. */
  documentFields: 5000,
  /** Aliases of a document: each asks the same question once more. */
  documentAliases: 100,
  /** Fragments that a document defines, and places where it spreads them: the validation compares each with each. */
  documentFragments: 100,
  /** Operations of a document. */
  documentOperations: 20,
  /** Objects in the arguments of a document: of each all fields that its type has are looked at. */
  documentObjects: 500,
  /** Objects in variables. */
  variableObjects: 2100,
  /** Directives in one place: there are two that a client may write. */
  directivesInPlace: 4,
  /** Comparisons of fields that are asked for again in the same place: of 10 equal ones 45. Each letter of arguments counts as one. */
  fieldComparisons: 20_000,
  /** Errors of a document that are told: each looks for a name that may have been meant. */
  documentErrors: 25,
  /** Letters of a slice's handle. */
  sliceLetters: 1_000_000,
  /** Letters of a token, which is not read before it is known whose it is. */
  tokenLetters: 8192,
  /** Letters of a cookie with its attributes: browsers drop longer ones without a word. */
  cookieLetters: 4096,
  /** Letters of a tool's answer: a model has to read all of it. */
  toolLetters: 200_000,
  /** Milliseconds in which a WebSocket must say who it is. */
  connectionInitMs: 10_000,
});

const words = ['none', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];

/** A figure as prose has it: up to twelve a word, "250,000" beyond. */
export const inWords = (figure: number): string => words[figure] ?? figure.toLocaleString('en');

/**
 * `what`: the argument as the client wrote it, "members(first:)"; `advice`: what to do where there is more, a sentence.
 * Errors: BAD_USER_INPUT for what is not from `least` to `most`.
 */
export function requireBetween(what: string, found: number, least: number, most: number, advice?: string): void {
  if (found >= least && found <= most) return;
  throw badInput(`${what}: expected ${least} to ${most}, found ${found}.${advice ? ` ${advice}` : ''}`);
}
