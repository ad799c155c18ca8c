import { type Columns, dependenciesOf, sumType } from './columns.js';
import type { ColumnsOfFacts } from './dimensions.js';
import { codesOf, parseExpression, type Quotient, toQuotient } from './expression.js';
import { factOf, factsIn } from './facts.js';
import type { FactKind } from './flows.js';
import type { Layered } from './layered.js';
import { partsOf } from './parts-of.js';
import type { MeasureEntry, PartEntry } from './schemas.js';
import { didYouMean, suggestions } from './suggestions.js';
import type { AbsentWhere, FigureMart, Measure, Part } from './types.js';
import type { FileProblems } from './yaml.js';

/** Resolves the measures' formulas into parts; each problem names the file and line of its measure. */
export function resolveMeasures(
  entries: ReadonlyMap<string, Layered<MeasureEntry>>,
  columns: ColumnsOfFacts & { readonly ofNumbers: Columns },
  problems: FileProblems,
) {
  const parts = new Map<string, Part>();
  const quotients = new Map<string, Quotient>();
  const measures = new Map<string, Measure>();

  const ofMarts: Readonly<Partial<Record<FigureMart, Columns>>> = {
    lead_state: columns.ofLeads,
    complaint_state: columns.ofCases,
  };
  const addPart = (id: string, entry: PartEntry): Quotient => {
    if (parts.has(id)) throw new Error(`the part "${id}" exists already; part names are unique in the catalogue`);
    const own = ofMarts[entry.mart ?? 'number_state'] ?? columns.ofNumbers;
    const part = toPart(id, entry, own);
    parts.set(id, part);
    for (const each of part.absentWhere) parts.set(each.part, countOfAbsent(each, entry, own));
    if (part.byDay !== null) parts.set(part.byDay, sumByDay(part, entry.byDay!, columns.ofDays));
    return { numerator: { terms: new Map([[id, 1]]) }, denominator: null };
  };

  const resolve = (code: string, trail: readonly string[]): Quotient => {
    const known = quotients.get(code);
    if (known) return known;
    const layered = entries.get(code);
    if (!layered) throw new Error(`unknown measure "${code}".${didYouMean(suggestions(code, entries.keys()))}`);
    if (trail.includes(code)) throw new Error(`the formulas go in a circle: ${[...trail, code].join(' → ')}`);
    const { entry } = layered;
    const quotient = entry.formula ? resolveFormula(entry, [...trail, code]) : addPart(code.toLowerCase(), entry);
    quotients.set(code, quotient);
    return quotient;
  };

  const resolveFormula = (entry: MeasureEntry, trail: readonly string[]): Quotient => {
    const own = new Map(Object.entries(entry.parts ?? {}).map(([id, part]) => [id, addPart(id, part)]));
    const expression = parseExpression(entry.formula ?? '');
    const unused = [...own.keys()].filter((id) => !codesOf(expression).includes(id));
    if (unused.length > 0) throw new Error(`parts ${unused.join(', ')} are not in the formula "${entry.formula}"`);
    return toQuotient(expression, (code) => own.get(code) ?? resolve(code, trail));
  };

  for (const [code, { entry, source }] of entries) {
    try {
      checkShape(entry);
      const quotient = resolve(code, []);
      const own = partsOf(quotient).map((id) => parts.get(id)!);
      if ((entry.kind === 'ratio') !== (quotient.denominator !== null)) {
        throw new Error(
          `a ratio is a formula that divides by sums, and nothing else is: found kind ${entry.kind} for "${entry.formula ?? entry.sum ?? entry.count}"`,
        );
      }
      measures.set(code, {
        code,
        names: { en: entry.en, zh: entry.zh },
        description: entry.description ?? { en: '', zh: '' },
        kind: entry.kind,
        overTime: entry.overTime ?? 'last',
        unit: entry.unit,
        higherIsBetter: entry.higherIsBetter,
        expression: entry.formula ? parseExpression(entry.formula) : null,
        formula: entry.formula ?? formulaOf(entry),
        numerator: quotient.numerator,
        denominator: quotient.denominator,
        countsNumbers:
          entry.count !== undefined && entry.count !== 'TRUE' && !entry.distinct && !factsIn[entry.mart ?? 'number_state'],
        countsDistinct: own.some(({ isDistinct }) => isDistinct),
        countsLeaving: entry.countsLeaving ?? own.some(({ countsLeaving }) => countsLeaving),
        fact: commonFact(own),
        isOfLeads: own.some(({ mart }) => mart === 'lead_state'),
        absentWhere: own.flatMap(({ absentWhere }) => absentWhere),
        source,
      });
    } catch (error) {
      problems.add(source, `${code}: ${(error as Error).message}`);
    }
  }
  return { parts, measures };
}

function checkShape(entry: MeasureEntry): void {
  const ways = [entry.count, entry.sum, entry.formula].filter((way) => way !== undefined).length;
  if (ways !== 1) throw new Error(`expected exactly one of count, sum and formula, found ${ways}`);
  if (entry.parts && !entry.formula) throw new Error('parts belong to a formula');
  if (entry.overTime && entry.kind !== 'stock' && entry.kind !== 'distinct')
    throw new Error('overTime is for stocks and distinct counts; flows add up and ratios are recomputed');
  if ((entry.kind === 'distinct') !== (entry.distinct !== undefined))
    throw new Error(
      `a measure of the kind distinct has \`distinct\`, and no other has: found kind ${entry.kind} and distinct ${entry.distinct ?? 'left out'}`,
    );
  if (entry.kind === 'ratio' && !entry.formula) throw new Error('a ratio needs a formula with "/"');
}

/** A plain count or sum as shown to people. */
function formulaOf({ count, distinct, weigh, sum }: MeasureEntry): string {
  if (weigh) return `sum of ${weigh} of each different ${distinct} where ${count}`;
  if (distinct) return `count of different ${distinct} where ${count}`;
  return count ? `count where ${count}` : `sum of ${sum}`;
}

/** The kind of facts that all of them come from. */
function commonFact(parts: readonly Part[]): FactKind | null {
  const kinds = new Set(parts.map(factOf));
  return kinds.size === 1 ? [...kinds][0]! : null;
}

/** "numbers_over_plan" → "Numbers over plan". */
const spoken = (id: string): string => `${id.charAt(0).toUpperCase()}${id.slice(1).replaceAll('_', ' ')}`;

function toPart(id: string, entry: PartEntry, columns: Columns): Part {
  const expression = entry.distinct ? `CASE WHEN ${entry.count} THEN ${entry.distinct} END` : (entry.count ?? entry.sum);
  if (!expression || (entry.count && entry.sum)) throw new Error(`part "${id}": expected one of count and sum`);
  if (entry.distinct && (!entry.count || entry.flow))
    throw new Error(`part "${id}": distinct counts the different values of rows, which count selects, and is no flow`);
  if (entry.weigh && !entry.distinct)
    throw new Error(`part "${id}": weigh says what each different value counts as: it belongs to distinct`);
  const dependencies = dependenciesOf([expression, ...(entry.weigh ? [entry.weigh] : [])].join(' '), columns);
  return {
    id,
    names: { en: entry.en ?? spoken(id), zh: entry.zh ?? entry.en ?? spoken(id) },
    mart: entry.mart ?? 'number_state',
    sql: entry.count && !entry.distinct ? `CAST((${expression}) AS BIGINT)` : `(${expression})`,
    isDistinct: entry.distinct !== undefined,
    weight: entry.weigh ?? null,
    type: entry.type ?? (entry.count ? 'BIGINT' : sumType(expression, columns)),
    needs: [...new Set([...dependencies.needs, ...(entry.needs ?? [])])],
    lookback: Math.max(dependencies.lookback, entry.lookback ?? 0),
    ...(dependencies.after ? { after: dependencies.after } : {}),
    ...(dependencies.leaving ? { leaving: dependencies.leaving } : {}),
    ...(dependencies.fitted ? { fitted: true } : {}),
    countsLeaving: entry.countsLeaving ?? entry.flow === 'leavers',
    flow: entry.flow ?? null,
    flowWhen: entry.flow && entry.count ? entry.count : null,
    byDay: entry.byDay ? `${id}_by_day` : null,
    absentWhere: (['NOT_PROVIDED', 'IMMATURE'] as const).flatMap((absence) =>
      entry.absentWhere?.[absence] ? [{ part: `${id}_${absence.toLowerCase()}`, absence }] : [],
    ),
  };
}

const withoutValue = {
  NOT_PROVIDED: { en: 'Without a value', zh: '无取值' },
  IMMATURE: { en: 'Not all there yet', zh: '尚未满期' },
} as const;

/** The rows in which a part has no value, as a part of its own beside it. */
const countOfAbsent = (
  { part, absence }: AbsentWhere,
  { mart, absentWhere, needs, distinct }: PartEntry,
  columns: Columns,
): Part => toPart(part, { ...withoutValue[absence], count: absentWhere![absence], distinct, mart, needs }, columns);

/** A part of numbers as the sum of a column of number_day. */
const sumByDay = ({ byDay, names: { en, zh } }: Part, column: string, columns: Columns): Part =>
  toPart(byDay!, { en: `${en} by day`, zh: `${zh}（按日）`, sum: column, mart: 'day_state' }, columns);
