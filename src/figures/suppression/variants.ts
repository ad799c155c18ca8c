import { MartletError } from '../../errors.js';
import type { FilterColumn } from '../../slices/columns.js';
import type { FieldComparison, Scalar, Where } from '../../slices/where.js';
import { everything, type Scope } from '../question.js';

/** So many ways of saying a filter a little otherwise are looked at; more are for who may see numbers anyway. */
const mostVariants = 60;

/**
 * The scopes that differ from this one by one thing that it says: a term left out, a value of a list, the next round threshold. Who asks for both
 * has what lies between. Errors: FORBIDDEN for more of them than are looked at, and for thresholds that are not round.
 */
export function variantsOf(scope: Scope, columns: ReadonlyMap<string, FilterColumn>): readonly Scope[] {
  const without = <K extends 'nodes' | 'counted' | 'facts' | 'others'>(name: K): readonly Scope[] =>
    scope[name].map((_, index) => ({
      ...scope,
      [name]: (scope[name] as readonly unknown[]).filter((_each, at) => at !== index),
    }));
  const variants = [
    ...filterVariants(scope.where, columns).map((where) => ({ ...scope, where })),
    ...without('nodes'),
    ...without('counted'),
    ...without('facts'),
    ...without('others'),
    ...(scope.followed ? [{ ...scope, followed: everything.followed }] : []),
  ];
  if (variants.length <= mostVariants) return variants;
  throw new MartletError(
    'FORBIDDEN',
    `where: expected a filter of at most ${mostVariants} comparisons and values together, as only with tier 3 may more be said; found ${variants.length}. Say it by fewer, coarser values.`,
  );
}

/** Each says one thing less, or otherwise. */
function filterVariants(where: Where, columns: ReadonlyMap<string, FilterColumn>): readonly Where[] {
  return Object.entries(where).flatMap(([key, value]): readonly Where[] => {
    const { [key]: _, ...rest } = where;
    const put = (own: unknown): Where => ({ ...rest, [key]: own }) as Where;
    if (key === 'not') return [rest, ...filterVariants(value as Where, columns).map(put)];
    if (key !== 'and' && key !== 'or')
      return [rest, ...comparisonVariants(key, value as FieldComparison, columns.get(key)).map(put)];
    const list = value as readonly Where[];
    return list.flatMap((item, index) => {
      const others = list.filter((_each, at) => at !== index);
      const changed = filterVariants(item, columns).map((own) => put(list.map((each, at) => (at === index ? own : each))));
      // Of an "or" of one nothing would be left, and that holds for nobody.
      return others.length > 0 ? [put(others), ...changed] : [rest, ...changed];
    });
  });
}

const lists = ['in', 'notIn', 'hasAny'] as const;
const bounds = ['lt', 'lte', 'gt', 'gte', 'between', 'scoreGte'] as const;

function comparisonVariants(
  field: string,
  comparison: FieldComparison,
  column: FilterColumn | undefined,
): readonly FieldComparison[] {
  // A dimension's values are judged by its table.
  const values = column?.dimension
    ? []
    : lists.flatMap((name) => {
        const list = comparison[name] ?? [];
        return list.length < 2 ? [] : list.map((value) => ({ ...comparison, [name]: list.filter((each) => each !== value) }));
      });
  const shifted = bounds.flatMap((name) => {
    const found = comparison[name];
    if (found === undefined) return [];
    const list = [found].flat() as readonly Scalar[];
    return list.flatMap((value, index) =>
      nextRound(field, Number(value)).map((next) => {
        const moved = list.map((each, at) => (at === index ? next : each));
        return { ...comparison, [name]: name === 'between' ? moved : moved[0] } as FieldComparison;
      }),
    );
  });
  return [...values, ...shifted];
}

/** A round figure is one of these and a power of ten: steps of 20 to 50 percent, between which mostly many lie. */
const round = [1, 1.5, 2, 3, 4, 5, 6, 8];

/** The round figures before and after one. Errors: FORBIDDEN for one that is not round itself. */
function nextRound(field: string, value: number): readonly number[] {
  if (value === 0) return [-1, -0.1, 0.1, 1];
  const size = 10 ** Math.floor(Math.log10(Math.abs(value)) + 1e-9);
  const place = round.findIndex((each) => Math.abs(Math.abs(value) / size - each) < 1e-9);
  if (place < 0)
    throw new MartletError(
      'FORBIDDEN',
      `${field}: only with tier 3 may a threshold be as exact as ${value}. Take a round one: 1, 1.5, 2, 3, 4, 5, 6 or 8, also of tens, hundreds, tenths.`,
    );
  const beside = [round[place - 1] ?? round.at(-1)! / 10, round[place + 1] ?? 10];
  return beside.map((next) => Number((Math.sign(value) * next * size).toPrecision(6)));
}
