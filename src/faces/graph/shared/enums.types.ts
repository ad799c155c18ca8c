import { registerEnumType } from 'type-graphql';
import type { Catalogue } from '../../../catalogue/types.js';

/** An enum object whose values are its keys. */
export const enumOf = <T extends string>(...values: readonly T[]): Readonly<Record<T, T>> =>
  Object.fromEntries(values.map((value) => [value, value])) as Record<T, T>;

export const Locale = enumOf('EN', 'ZH');
export type Locale = keyof typeof Locale;
export const Baseline = enumOf(
  'PREVIOUS_MONTH',
  'PREVIOUS_PERIOD',
  'SAME_WEEKDAY',
  'SAME_MONTH_LAST_YEAR',
  'TARGET',
  'MEAN_OF_PRIOR_3',
  'SEASONAL_NAIVE',
  'NONE',
);
export const Relation = enumOf('SUM', 'PRODUCT', 'RATIO', 'DIFFERENCE', 'PARTITION');
export const Status = enumOf('ON_TRACK', 'WATCH', 'OFF_TRACK', 'NO_TARGET');
export const Absence = enumOf(
  'NOT_PROVIDED',
  'ZERO_DENOMINATOR',
  'NO_BASELINE',
  'NO_TARGET',
  'IMMATURE',
  'SUPPRESSED',
  'SIGN_CHANGE',
  'NOT_COVERED',
  'CUT_BY_OUTCOME',
  'STALE_SLICE',
  'FORBIDDEN',
);
export const MeasureKind = enumOf('flow', 'stock', 'ratio', 'distinct');
export const Follow = enumOf('RULE', 'NUMBERS');
export const DrillOrder = enumOf('VALUE', 'CHANGE', 'CONTRIBUTION', 'ATTAINMENT', 'CODE');

/** Of every argument `follow`. */
export const follows = {
  nullable: true,
  defaultValue: 'RULE',
  description:
    'What the slice means in other months, of a trend and a baseline too. RULE: its rule anew in each; only months of the slice may be asked for. NUMBERS: the numbers that it holds in any month of its own period, wherever they stand then; any month of the data may be asked for, also after the slice’s. `where` beside it holds in the month at hand. The slices of such an answer follow as well. Needs a slice.',
} as const;

/** Filled from the catalogue before the schema is built. */
export const MeasureCode: Record<string, string> = {};
export const DimensionCode: Record<string, string> = {};

registerEnumType(Locale, { name: 'Locale', description: 'Language of names and texts.' });
registerEnumType(Baseline, {
  name: 'Baseline',
  description: 'What a figure is compared with. Each says which grains have it; others are refused.',
  valuesConfig: {
    PREVIOUS_MONTH: {
      description:
        'Of a month the one before, of several months as many before them; of a day that of the same date a month before, none where that month is shorter. No week has it.',
    },
    PREVIOUS_PERIOD: { description: 'The day, ISO week, month, quarter or year before; of several months as many before them.' },
    SAME_WEEKDAY: { description: 'Of a day: the same weekday a week before. Days only.' },
    SAME_MONTH_LAST_YEAR: {
      description: 'The same months a year before; of a day the same date, of an ISO week the one 52 weeks before.',
    },
    MEAN_OF_PRIOR_3: {
      description: 'The mean of the three months before; ratios recomputed from their sums. Single months only.',
    },
    SEASONAL_NAIVE: {
      description:
        'The month with the same place in the season a year before: as last year, with the months of Spring Festival aligned. Single months only.',
    },
    TARGET: {
      description:
        'The plan value of the month, or of the months, for just these numbers: the whole, or a city, county, grid, joining channel or joining staff, as far as the plan has them. Plans of parts need not add up to that of the whole. Not of days and weeks.',
    },
  },
});
registerEnumType(Relation, { name: 'Relation', description: "How a node's children make its value." });
registerEnumType(Status, { name: 'Status', description: 'How a value stands against its target.' });
registerEnumType(MeasureKind, {
  name: 'MeasureKind',
  description: 'How a measure adds up.',
  valuesConfig: {
    flow: { description: 'Over time and space.' },
    stock: { description: 'Over space only; over months it takes the last, the mean or the first, as its catalogue entry says.' },
    ratio: { description: 'Not at all: it is recomputed from its summed parts.' },
    distinct: {
      description:
        'Not at all: it is how many different ones there are, counted anew in each cut and total; over months it is as a stock.',
    },
  },
});
registerEnumType(Follow, {
  name: 'Follow',
  description: 'What a slice means in months other than its own.',
  valuesConfig: {
    RULE: { description: 'Its rule anew in each month: who is in decline then.' },
    NUMBERS: {
      description:
        'The very numbers that it holds in any month of its own period, wherever they stand before and after: what became of those who were in decline.',
    },
  },
});
registerEnumType(DrillOrder, {
  name: 'DrillOrder',
  description: 'Order of parts: largest first (CHANGE and CONTRIBUTION by size), or by code.',
  valuesConfig: { ATTAINMENT: { description: 'The largest share of its own plan first, parts without a plan last.' } },
});
registerEnumType(Absence, {
  name: 'Absence',
  description: 'Why a figure is null.',
  valuesConfig: {
    NOT_PROVIDED: {
      description:
        'The warehouse lacks a column that it needs, or the column came without a single value in the month, in a month that it looks back on, or for the numbers asked about.',
    },
    ZERO_DENOMINATOR: { description: 'Nothing to divide by.' },
    NO_BASELINE: { description: 'The months that it looks back on are not in the data.' },
    NO_TARGET: { description: 'The plan has no value for these numbers.' },
    IMMATURE: {
      description:
        'Too early: too few renewals, months or losses to estimate it by, or months that it is made of are still to come.',
    },
    SUPPRESSED: { description: 'The group is smaller than the viewer may see.' },
    SIGN_CHANGE: { description: 'A denominator changes its sign between the periods.' },
    NOT_COVERED: { description: 'Not defined for this cut.' },
    CUT_BY_OUTCOME: {
      description:
        'It counts leaving, and is cut or selected (by a dimension, a filter, a node of a tree, a slice) by what leaving itself sets: nobody leaves of those who are MATURE at the month’s end. Take the state of the month before: STAGE_BEFORE, SEGMENT_BEFORE, VALUE_TIER_BEFORE, LEAN_BEFORE, RFM_CELL_BEFORE; or a slice of the month before with follow: NUMBERS.',
    },
    STALE_SLICE: { description: 'Its slice was made by other definitions: the catalogue has changed since.' },
    FORBIDDEN: { description: 'It is of numbers, or selected by columns, that the viewer may not see.' },
  },
});

/** Makes Measure and Dimension of the graph out of the catalogue. To be called once, before the schema is built. */
export function registerCatalogueEnums(catalogue: Catalogue): void {
  const fill = (target: Record<string, string>, codes: Iterable<string>) => {
    for (const code of [...codes].sort()) target[code] = code;
  };
  fill(MeasureCode, catalogue.measures.keys());
  fill(DimensionCode, catalogue.dimensions.keys());
  registerEnumType(MeasureCode, {
    name: 'Measure',
    description: 'The measures of the catalogue.',
    valuesConfig: Object.fromEntries(
      [...catalogue.measures.values()].map(({ code, names, unit, formula, kind }) => [
        code,
        { description: `${names.en} · ${names.zh} (${kind}, ${unit}) = ${formula}` },
      ]),
    ),
  });
  registerEnumType(DimensionCode, {
    name: 'Dimension',
    description: 'The dimensions of the catalogue.',
    valuesConfig: Object.fromEntries(
      [...catalogue.dimensions.values()].map(({ code, names, facts }) => [
        code,
        { description: `${names.en} · ${names.zh}${facts.length > 0 ? `: of facts (${facts.join(', ')})` : ''}` },
      ]),
    ),
  });
}
