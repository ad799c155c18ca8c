import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { readable } from '../../src/security/readable.js';
import { developer } from '../../src/security/viewer.js';
import { managerOf } from '../support/viewers.js';

const relation = { name: 'serving.rollup_place', at: { cities: sql.ref('city'), counties: sql.ref('county') } };
const compiled = (...given: Parameters<typeof readable>) =>
  readable(...given)
    .select(sql`1`.as('one'))
    .compile();

test('Z1: a grant of cities is a predicate of bound values; rows without a city are in none', () => {
  const { sql: text, parameters } = compiled(managerOf(['HAILAN', "O'Brien"]), relation);
  expect(text).toBe('select 1 as "one" from "serving"."rollup_place" where "city" in ($1, $2)');
  expect(parameters).toEqual(['HAILAN', "O'Brien"]);
});

test('Z2: an empty grant reads nothing, also where there is no city to compare', () => {
  for (const at of [relation.at, {}]) {
    expect(compiled(managerOf([]), { ...relation, at }).sql).toBe('select 1 as "one" from "serving"."rollup_place" where false');
  }
});

test('Z1: what cannot be cut by city is not read at all for a viewer of cities', () => {
  expect(() => readable(managerOf(['HAILAN']), { ...relation, at: {} })).toThrow(
    expect.objectContaining({ code: 'FORBIDDEN', message: expect.stringContaining('knows no cities') }),
  );
});

test('Z1: of several kinds in a grant all hold, of several grants one', () => {
  const rows = [{ cities: ['MUHE'], counties: ['M1', 'M2'] }, { cities: ['HAILAN'] }];
  const { sql: text, parameters } = compiled(managerOf([], { rows }), relation);
  expect(text).toBe(
    'select 1 as "one" from "serving"."rollup_place" where (("city" in ($1) and "county" in ($2, $3)) or "city" in ($4))',
  );
  expect(parameters).toEqual(['MUHE', 'M1', 'M2', 'HAILAN']);
});

test('only a viewer of all cities reads without a predicate', () => {
  expect(compiled(developer, relation).sql).toBe('select 1 as "one" from "serving"."rollup_place"');
});
