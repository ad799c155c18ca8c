import { expect, test } from 'vitest';
import { loadConfig } from '../../src/config.js';
import { reportsOf } from '../../src/reports/named.js';
import { optionValues } from '../../src/reports/option-values.js';
import { loadDefinitions } from '../../src/serving/definitions.js';

const { catalogue } = loadDefinitions(loadConfig({}, {}));
const options = [...reportsOf(catalogue).values()].flatMap(({ code, options }) =>
  options.map((option) => ({ of: `${code}.${option.name}`, option, values: optionValues(option, catalogue) })),
);

test('what may be given for an option of a shipped report has a name in each language, and none is a code', () => {
  const named = options.flatMap(({ of, values }) => (values ?? []).map(({ code, names }) => ({ of, code, ...names })));
  expect(named.length).toBeGreaterThan(80);
  expect(named.filter(({ zh }) => !/\p{Script=Han}/u.test(zh))).toEqual([]);
  expect(named.filter(({ en }) => /^[A-Z]+(_[A-Z]+)*$/.test(en) && en.length > 3)).toEqual([]);
});

test('they are just those that are allowed, in their order', () => {
  for (const { option, values } of options)
    expect(values?.map(({ code }) => code) ?? null).toEqual(
      option.type === 'BOOLEAN' ? ['true', 'false'] : (option.allowed ?? null),
    );
  expect(options.find(({ of }) => of === 'GROSS_ADDS_DAILY.grain')?.values?.[1]).toEqual({
    code: 'WEEK',
    names: { en: 'Weeks', zh: '周' },
  });
});
