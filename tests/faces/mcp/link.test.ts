import { expect, test } from 'vitest';
import { linkOf } from '../../../src/faces/mcp/link.js';

test('arguments stand in the places of their names, and what is not given is left out', () => {
  const template = '/why/{measure}?month={month}&against={against}';
  expect(linkOf(template, { measure: 'ARPU', month: '2026-10', against: null })).toBe('/why/ARPU?month=2026-10');
  expect(linkOf(template, { measure: 'A/B?' })).toBe('/why/A%2FB%3F');
  expect(linkOf('/report', {})).toBe('/report');
});

test('lists have commas, none at all is said, and an option has a parameter of its own', () => {
  const template = '/explore?measures={measures}&by={dimensions}&o.={options}';
  const options = [
    { name: 'by', value: 'PLAN_TIER' },
    { name: 'least', value: '3' },
  ];
  const link = linkOf(template, { measures: ['ARPU', 'REVENUE'], dimensions: [], options });
  expect(Object.fromEntries(new URL(link, 'http://x').searchParams)).toEqual({
    measures: 'ARPU,REVENUE',
    by: 'none',
    'o.by': 'PLAN_TIER',
    'o.least': '3',
  });
});
