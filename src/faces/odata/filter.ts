import { unknownName } from '../../catalogue/suggestions.js';
import { badInput } from '../../errors.js';
import { protocolLimits } from '../../security/limits.js';
import type { Feed, FeedRow } from './feed.js';
import { comparisons, type FilterTerm, functions, junction, negation } from './terms.js';
import { type Token, tokensOf } from './tokens.js';

// No parser of the registry: those of OData are of 2018, or bring a web server and what it needs.

/**
 * A $filter as a test of rows: eq, ne, gt, ge, lt, le, in, and, or, not, parentheses, and functions of texts. Errors: BAD_USER_INPUT with the
 * place, UNKNOWN_NAME of a column.
 */
export function filterOf(
  text: string,
  columns: readonly Pick<Feed['columns'][number], 'name' | 'type'>[],
): (row: FeedRow) => boolean {
  const tokens = tokensOf(text);
  const types = new Map(columns.map(({ name, type }) => [name, type]));
  let [next, level] = [0, 0];
  const here = (): Token => tokens[next]!;
  const isWord = (...words: string[]): boolean => here().kind === 'WORD' && words.includes(here().text);
  const accept = (word: string): boolean => isWord(word) && Boolean(take());
  const isSign = (sign: string): boolean => here().kind === 'SIGN' && here().text === sign;
  const take = (): Token => tokens[next++]!;
  const expected = (what: string): Error => badInput(`$filter: expected ${what} at ${here().at}, found ${here().text}.`);
  const takeSign = (sign: string): void => {
    if (!isSign(sign)) throw expected(sign);
    take();
  };
  const logical = (one: FilterTerm): FilterTerm => {
    if (one.type !== 'BOOLEAN' && one.type !== 'NULL') throw expected('a condition before what stands');
    return one;
  };

  const either = (): FilterTerm => {
    if (++level > protocolLimits.feedFilterLevels)
      throw badInput(`$filter: expected at most ${protocolLimits.feedFilterLevels} levels.`);
    let one = both();
    while (accept('or')) one = junction(logical(one), logical(both()), true);
    level--;
    return one;
  };
  const both = (): FilterTerm => {
    let one = negated();
    while (accept('and')) one = junction(logical(one), logical(negated()), false);
    return one;
  };
  const negated = (): FilterTerm => {
    let isNegated = false;
    while (accept('not')) isNegated = !isNegated;
    return isNegated ? negation(logical(compared())) : compared();
  };
  const compared = (): FilterTerm => {
    const one = operand();
    if (accept('in')) return within(one);
    if (!isWord(...Object.keys(comparisons))) return one;
    const compare = comparisons[take().text]!;
    const other = operand();
    requireAlike(one, other);
    return { type: 'BOOLEAN', of: (row) => compare(one.of(row), other.of(row)) };
  };
  const within = (one: FilterTerm): FilterTerm => {
    takeSign('(');
    const listed = [operand()];
    while (isSign(',')) listed.push(take() && operand());
    takeSign(')');
    for (const each of listed) requireAlike(one, each);
    return { type: 'BOOLEAN', of: (row) => listed.some((each) => each.of(row) === one.of(row)) };
  };
  const requireAlike = (one: FilterTerm, other: FilterTerm): void => {
    if (one.type === other.type || one.type === 'NULL' || other.type === 'NULL') return;
    throw badInput(
      `$filter: expected both sides of one type before ${here().at}, found ${one.type} and ${other.type}. A text stands in single quotes.`,
    );
  };
  const operand = (): FilterTerm => {
    if (isSign('(')) {
      take();
      const inner = either();
      takeSign(')');
      return inner;
    }
    const { kind, text: said } = here();
    if (kind === 'TEXT' || kind === 'NUMBER') {
      take();
      const value = kind === 'TEXT' ? said : Number(said);
      return { type: kind === 'TEXT' ? 'STRING' : 'NUMBER', of: () => value };
    }
    if (kind !== 'WORD') throw expected('a column, a value or a function');
    take();
    if (said === 'null') return { type: 'NULL', of: () => null };
    if (said === 'true' || said === 'false') return { type: 'BOOLEAN', of: () => said === 'true' };
    if (isSign('(')) return called(said);
    const type = types.get(said);
    if (!type) throw unknownName('column', said, [...types.keys()]);
    return { type, of: (row) => row[said]! };
  };
  const called = (name: string): FilterTerm => {
    const known = Object.hasOwn(functions, name) ? functions[name] : undefined;
    if (!known) throw badInput(`$filter: expected one of the functions ${Object.keys(functions).join(', ')}, found ${name}.`);
    take();
    const given = [either()];
    while (isSign(',')) given.push(take() && either());
    takeSign(')');
    const { result, of } = known;
    if (given.length !== of.length || given.some(({ type }) => type !== 'STRING' && type !== 'NULL'))
      throw badInput(`$filter: ${name} takes ${of.length} ${of.length === 1 ? 'text' : 'texts'}.`);
    return {
      type: result,
      of: (row) => {
        const values = given.map((each) => each.of(row));
        return values.includes(null) ? null : of(...(values as string[]));
      },
    };
  };

  const whole = logical(either());
  if (here().kind !== 'END') throw expected('and, or, or the end');
  return (row) => whole.of(row) === true;
}
