import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import type { ZodType } from 'zod';
import { MartletError } from '../errors.js';
import { type CatalogueChange, changed } from './change.js';
import type { Columns } from './columns.js';
import { resolveDimensions } from './dimensions.js';
import { isOfFacts } from './facts.js';
import { type Layered, lay } from './layered.js';
import { resolveMeasures } from './measures.js';
import type { SourceLocation } from './names.js';
import { resolveContactPolicy } from './offers/contact-policy.js';
import {
  type ContactPolicyEntry,
  contactPolicySchema,
  type OfferEntry,
  type OutcomeReasonEntry,
  offerSchema,
  outcomeReasonSchema,
  type SceneEntry,
  sceneSchema,
} from './offers/offer-schemas.js';
import { resolveOffers } from './offers/offers.js';
import { type IncomingType, type ReactionEntry, reactionsSchema, resolveReactions } from './offers/reactions.js';
import { resolveScenes } from './offers/scenes.js';
import type { Scene } from './offers/types.js';
import { resolveReports } from './reports/reports.js';
import { resolveRollups } from './rollups.js';
import {
  type DimensionEntry,
  type MeasureEntry,
  noStanding,
  type ReportEntry,
  type RollupEntry,
  schemas,
  type TreeEntry,
} from './schemas.js';
import { didYouMean, suggestions } from './suggestions.js';
import { placedColumns, resolveTrees } from './trees.js';
import type { Catalogue, Dimension, ExplainRule, SignalRule, StatusRule, Threshold } from './types.js';
import { noWarning, resolveWarning, type WarningEntry, warnedColumns, warningSchema } from './warning.js';
import { type FileProblem, FileProblems, listYaml, parseItem, parseYaml, readYaml, type YamlFile } from './yaml.js';

export interface CatalogueOptions {
  /** The shipped catalogue first, then directories laid over it: an entry with the same code replaces, others add. */
  readonly directories: readonly string[];
  /** The marts' columns: the contract's and the derived ones. */
  readonly columns: Columns;
  /** Those of facts: the columns of number_flow. */
  readonly factColumns: Columns;
  /** Those of lead_state. */
  readonly leadColumns: Columns;
  /** Those of number_day. */
  readonly dayColumns: Columns;
  /** Those of number_complaint. */
  readonly caseColumns: Columns;
  /** Checks reports' filters. Errors: says what is wrong with one, "where.city: …". Without it they are taken as they are. */
  readonly whereChecker?: (dimensions: ReadonlyMap<string, Dimension>) => (where: unknown) => void;
}

/** A catalogue, and what it would be with a change. */
export interface OpenCatalogue {
  readonly catalogue: Catalogue;
  /** As if the change stood in the files that were read. Errors: UNKNOWN_NAME, BAD_USER_INPUT with every problem. */
  readonly suppose: (change: CatalogueChange) => Catalogue;
}

/** Loads, validates together and freezes. Errors: BAD_USER_INPUT with every problem (file, line, suggestion). */
export function openCatalogue(options: CatalogueOptions): OpenCatalogue {
  const problems = new FileProblems();
  const raw = collect(options.directories, problems);
  return {
    catalogue: resolve(raw, options, problems),
    suppose: (change) => {
      const found = new FileProblems();
      return resolve({ ...raw, ...changed(raw, change, found) }, options, found);
    },
  };
}

export const loadCatalogue = (options: CatalogueOptions): Catalogue => openCatalogue(options).catalogue;

function resolve(raw: Raw, options: CatalogueOptions, problems: FileProblems): Catalogue {
  const placed = placedColumns(options.columns, raw.trees, raw.thresholds);
  const warning = raw.warning ? resolveWarning(raw.warning.entry, raw.warning.at, placed, problems) : noWarning;
  const columns = warnedColumns(placed, warning);
  const told = {
    ofFacts: options.factColumns,
    ofLeads: options.leadColumns,
    ofDays: options.dayColumns,
    ofCases: options.caseColumns,
  };
  const { parts, measures } = resolveMeasures(raw.measures, { ofNumbers: columns, ...told }, problems);
  const trees = resolveTrees(raw.trees, measures, columns, raw.thresholds, problems);
  const dimensions = resolveDimensions(raw.dimensions, { ofNumbers: columns, ...told }, trees, problems);
  const rollups = resolveRollups(raw.rollups, dimensions, trees, problems);
  const checkWhere = options.whereChecker?.(dimensions) ?? (() => undefined);
  const reports = resolveReports(raw.reports, { measures, dimensions, checkWhere }, problems);
  if (raw.status.watch > raw.status.onTrack) problems.add(raw.statusSource, 'status: watch must not exceed onTrack');
  checkCuts('explain', raw.explain.dimensions, raw.explainSource, dimensions, problems);
  const cutting = [...raw.signals.dimensions, ...raw.signals.standing.cuts.flat()];
  checkCuts('signals', [...new Set(cutting)], raw.signalsSource, dimensions, problems);
  const held = raw.signals.standing.lastYear.filter((each) => !measures.has(each));
  for (const each of held)
    problems.add(raw.signalsSource, `signals: unknown measure "${each}".${didYouMean(suggestions(each, measures.keys()))}`);
  if (raw.signals.leastMonths > raw.signals.longestMonths)
    problems.add(raw.signalsSource, 'signals: leastMonths must not exceed longestMonths');
  const offers = resolveOffers(raw.offers, columns, raw.offerThresholds, problems);
  const scenes = resolveScenes(raw.scenes, raw.scenesSource, columns, problems);
  const contactPolicy = raw.contactPolicy && resolveContactPolicy(raw.contactPolicy, { scenes, offers }, problems);
  if (!contactPolicy) problems.add({ file: 'contact-policy.yaml', line: 1 }, 'expected the contact policy, found none');
  const reactions = resolveReactions(raw.reactions, raw.reactionsSource, problems);
  const outcomeReasons = new Map(
    [...raw.outcomeReasons].map(([code, { entry }]) => [
      code,
      { code, names: { en: entry.en, zh: entry.zh }, outcomes: entry.outcomes },
    ]),
  );
  const all = problems.list.filter(({ message }) => !raw.broken.filter(Boolean).some((code) => message.includes(`"${code}"`)));
  if (all.length > 0 || !contactPolicy) throw refused(all);
  const content = { thresholds: raw.thresholds, parts, measures, dimensions, trees, status: raw.status, warning };
  const campaigns = { offers, scenes, contactPolicy, outcomeReasons, reactions };
  const rules = { rollups, explain: raw.explain, signals: raw.signals, reports, ...campaigns };
  return deepFreeze({ hash: hashOf(content), ...content, ...rules });
}

/** Periods cut no month, and what facts have not every measure: only the other dimensions do. */
function checkCuts(
  rule: string,
  codes: readonly string[],
  source: SourceLocation,
  dimensions: ReadonlyMap<string, Dimension>,
  problems: FileProblems,
): void {
  const known = [...dimensions.values()].filter((dimension) => !dimension.grain && !isOfFacts(dimension)).map(({ code }) => code);
  for (const code of codes.filter((each) => !known.includes(each)))
    problems.add(source, `${rule}: unknown dimension "${code}".${didYouMean(suggestions(code, known))}`);
}

function refused(problems: readonly FileProblem[]): MartletError {
  const lines = problems.map(({ file, line, message }) => `${file}:${line}: ${message}`);
  return new MartletError('BAD_USER_INPUT', `The catalogue has ${lines.length} problem(s):\n${lines.join('\n')}`, {
    problems: lines,
  });
}

interface Raw {
  measures: Map<string, Layered<MeasureEntry>>;
  dimensions: Map<string, Layered<DimensionEntry>>;
  trees: Map<string, Layered<TreeEntry>>;
  rollups: Map<string, Layered<RollupEntry>>;
  reports: Map<string, Layered<ReportEntry>>;
  thresholds: Map<string, Threshold>;
  status: StatusRule;
  statusSource: SourceLocation;
  explain: ExplainRule;
  explainSource: SourceLocation;
  signals: SignalRule;
  signalsSource: SourceLocation;
  warning: { readonly entry: WarningEntry; readonly at: YamlFile['at'] } | null;
  offers: Map<string, Layered<OfferEntry>>;
  /** Of offers' rules alone: they may change without a new generation. */
  offerThresholds: Map<string, Threshold>;
  scenes: Map<Scene, SceneEntry>;
  scenesSource: SourceLocation;
  contactPolicy: Layered<ContactPolicyEntry> | null;
  outcomeReasons: Map<string, Layered<OutcomeReasonEntry>>;
  reactions: Map<IncomingType, ReactionEntry>;
  reactionsSource: SourceLocation;
  /** Codes of entries that could not be read: what refers to them is not at fault. */
  broken: string[];
}

function collect(directories: readonly string[], problems: FileProblems): Raw {
  const raw: Raw = {
    measures: new Map(),
    dimensions: new Map(),
    trees: new Map(),
    rollups: new Map(),
    reports: new Map(),
    thresholds: new Map(),
    status: { onTrack: 1, watch: 0.95 },
    statusSource: { file: 'status.yaml', line: 1 },
    explain: { dimensions: [], support: 0.002, score: 0.6, significance: 0.01, share: 0.05 },
    explainSource: { file: 'explain.yaml', line: 1 },
    signals: {
      dimensions: [],
      materiality: 0.01,
      falseDiscoveryRate: 0.05,
      leastBase: 30,
      leastMonths: 6,
      longestMonths: 24,
      standing: noStanding,
    },
    signalsSource: { file: 'signals.yaml', line: 1 },
    warning: null,
    offers: new Map(),
    offerThresholds: new Map(),
    scenes: new Map(),
    scenesSource: { file: 'scenes.yaml', line: 1 },
    contactPolicy: null,
    outcomeReasons: new Map(),
    reactions: new Map(),
    reactionsSource: { file: 'reactions.yaml', line: 1 },
    broken: [],
  };
  for (const [layer, directory] of directories.entries()) {
    if (!existsSync(directory)) throw new MartletError('BAD_USER_INPUT', `There is no catalogue directory "${directory}".`);
    for (const name of listYaml(directory)) {
      readInto(raw, name, readYaml(join(directory, name), dirname(directory), problems), layer, problems);
    }
  }
  return raw;
}

function readInto(raw: Raw, name: string, file: YamlFile, layer: number, problems: FileProblems): void {
  const folder = name.split(sep)[0];
  const layEach = <T>(into: Map<string, Layered<T>>, key: string, schema: ZodType<T>, codeOf: (entry: T) => string) => {
    if (file.value === undefined) return;
    const list = (file.value as Record<string, unknown> | undefined)?.[key];
    if (!Array.isArray(list)) return problems.add(file.at([]), `expected a list "${key}:"`);
    for (const [index, item] of list.entries()) {
      const entry = parseItem(file, [key, index], item, schema, problems);
      const at = (path: readonly PropertyKey[]) => file.at([key, index, ...path]);
      if (entry) lay(into, codeOf(entry), { entry, source: at([]), layer, at }, problems);
      else raw.broken.push(String((item as { code?: string; name?: string })?.code ?? ''));
    }
  };
  if (folder === 'measures') {
    layEach(raw.measures, 'measures', schemas.measure, (entry) => entry.code);
  } else if (folder === 'dimensions') {
    layEach(raw.dimensions, 'dimensions', schemas.dimension, (entry) => entry.code);
  } else if (folder === 'trees') {
    const entry = parseYaml(file, schemas.tree(file.value), problems);
    if (entry) lay(raw.trees, entry.code, { entry, source: file.at([]), layer, at: file.at }, problems);
    else raw.broken.push(String((file.value as { code?: string } | undefined)?.code ?? ''));
  } else if (folder === 'reports') {
    const entry = parseYaml(file, schemas.report, problems);
    if (entry) lay(raw.reports, entry.code, { entry, source: file.at([]), layer, at: file.at }, problems);
  } else if (name === 'rollups.yaml') {
    layEach(raw.rollups, 'rollups', schemas.rollup, (entry) => entry.name);
  } else if (name === 'thresholds.yaml') {
    readThresholds(raw.thresholds, file, problems);
  } else if (name === 'status.yaml') {
    raw.status = parseYaml(file, schemas.status, problems)?.status ?? raw.status;
    raw.statusSource = file.at(['status']);
  } else if (name === 'explain.yaml') {
    raw.explain = parseYaml(file, schemas.explain, problems)?.explain ?? raw.explain;
    raw.explainSource = file.at(['explain']);
  } else if (name === 'signals.yaml') {
    raw.signals = parseYaml(file, schemas.signals, problems)?.signals ?? raw.signals;
    raw.signalsSource = file.at(['signals']);
  } else if (name === 'warning.yaml') {
    const entry = parseYaml(file, warningSchema, problems)?.warning;
    if (entry) raw.warning = { entry, at: file.at };
  } else if (name === join('offers', 'thresholds.yaml')) {
    readThresholds(raw.offerThresholds, file, problems);
  } else if (folder === 'offers') {
    layEach(raw.offers, 'offers', offerSchema, (entry) => entry.code);
  } else if (name === 'scenes.yaml') {
    for (const [code, entry] of Object.entries(parseYaml(file, sceneSchema, problems)?.scenes ?? {}))
      raw.scenes.set(code as Scene, entry);
    raw.scenesSource = file.at(['scenes']);
  } else if (name === 'contact-policy.yaml') {
    const entry = parseYaml(file, contactPolicySchema, problems)?.contactPolicy;
    if (entry) raw.contactPolicy = { entry, source: file.at([]), at: file.at, layer };
  } else if (name === 'outcome-reasons.yaml') {
    layEach(raw.outcomeReasons, 'outcomeReasons', outcomeReasonSchema, (entry) => entry.code);
  } else if (name === 'reactions.yaml') {
    for (const [type, entry] of Object.entries(parseYaml(file, reactionsSchema, problems)?.reactions ?? {}))
      raw.reactions.set(type as IncomingType, entry);
    raw.reactionsSource = file.at(['reactions']);
  } else {
    const expected =
      'measures/, dimensions/, trees/, reports/, offers/, rollups.yaml, thresholds.yaml, status.yaml, explain.yaml, signals.yaml, warning.yaml, scenes.yaml, contact-policy.yaml, outcome-reasons.yaml or reactions.yaml';
    problems.add(file.at([]), `not a place of the catalogue: expected ${expected}`);
  }
}

function readThresholds(into: Map<string, Threshold>, file: YamlFile, problems: FileProblems): void {
  const { thresholds } = parseYaml(file, schemas.thresholds, problems) ?? { thresholds: {} };
  for (const [code, { value, unit, en, zh }] of Object.entries(thresholds))
    into.set(code, { code, value, unit, names: { en, zh } });
}

/** Names, texts, places and what is summed beforehand do not change what a figure is. */
function hashOf(content: object): string {
  const ignored = new Set(['names', 'description', 'source', 'sources', 'values', 'labels']);
  const json = JSON.stringify(content, (key, value) =>
    ignored.has(key) ? undefined : value instanceof Map ? [...value].sort(([a], [b]) => (a < b ? -1 : 1)) : value,
  );
  return createHash('sha256').update(json).digest('hex');
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of value instanceof Map ? value.values() : Object.values(value)) deepFreeze(inner);
  }
  return value;
}
