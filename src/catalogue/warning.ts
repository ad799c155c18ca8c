import { z } from 'zod';
import { type CatalogueColumn, type Columns, dependenciesOf } from './columns.js';
import type { SourceLocation } from './names.js';
import { didYouMean, suggestions } from './suggestions.js';
import type { WarningRule } from './types.js';
import type { FileProblems } from './yaml.js';

const share = z.number().positive().max(0.5);

/** The shape of warning.yaml; the file itself says what its settings mean. */
export const warningSchema = z.strictObject({
  warning: z.strictObject({
    features: z.array(z.string().min(1)).min(1).max(60),
    bins: z.strictObject({ finest: z.int().min(2).max(50), leastShare: share, leastInformation: z.number().min(0) }),
    prior: z.number().positive(),
    regularisation: z.number().positive(),
    sample: z.int().min(100).max(100_000),
    months: z.int().min(2).max(60),
    least: z.strictObject({ months: z.int().min(2), losses: z.int().min(1) }),
    bands: z.strictObject({ VERY_HIGH: share, HIGH: share, RAISED: share }),
  }),
});
export type WarningEntry = z.infer<typeof warningSchema>['warning'];

/** Of a catalogue without the file: what it would be told by is not known, and it is IMMATURE in all months. */
export const noWarning: WarningRule = {
  features: [],
  rests: [],
  bins: { finest: 20, leastShare: 0.01, leastInformation: 0.02 },
  prior: 1,
  regularisation: 1,
  sample: 2000,
  months: 12,
  least: { months: 4, losses: 500 },
  bands: { VERY_HIGH: 0.01, HIGH: 0.05, RAISED: 0.2 },
};

/** The rule with the types of its features; each problem names the line of what is wrong. */
export function resolveWarning(
  entry: WarningEntry,
  at: (path: readonly PropertyKey[]) => SourceLocation,
  columns: Columns,
  problems: FileProblems,
): WarningRule {
  const usable = [...columns]
    .filter(([, { type, fitted, warned }]) => isUsable(type) && !fitted && !warned)
    .map(([name]) => name);
  const { features, bands, least, months } = entry;
  for (const [index, name] of features.entries()) {
    const where = at(['warning', 'features', index]);
    const column = columns.get(name);
    if (!column) problems.add(where, `warning: unknown column "${name}".${didYouMean(suggestions(name, usable))}`);
    else if (column.fitted || column.warned)
      problems.add(where, `warning: ${name} is told by the warning itself: expected another column`);
    else if (!isUsable(column.type))
      problems.add(where, `warning: ${name} is ${column.type}: expected a number, a code, or yes and no`);
    if (features.indexOf(name) < index) problems.add(where, `warning: ${name} stands twice`);
  }
  if (!(bands.VERY_HIGH < bands.HIGH && bands.HIGH < bands.RAISED))
    problems.add(at(['warning', 'bands']), 'warning: expected shares of bands that grow, VERY_HIGH < HIGH < RAISED');
  if (least.months > months)
    problems.add(at(['warning', 'least']), `warning: least.months must not exceed the months that it is fitted to, ${months}`);
  return {
    ...entry,
    features: features.map((name) => ({ name, type: columns.get(name)?.type ?? 'VARCHAR' })),
    rests: features.filter((name) => columns.has(name)).map((name) => dependenciesOf(`"${name}"`, columns)),
  };
}

/** A bin is an interval of numbers, or some codes; days and lists are neither. */
const isUsable = (type: string): boolean => !type.endsWith('[]') && !['DATE', 'ID', 'MONTH'].includes(type);

/** Columns that a fitted model tells, or that look at it, are told only where all its features are. */
export const warnedColumns = (columns: Columns, rule: WarningRule): Columns =>
  new Map([...columns].map(([name, column]) => [name, withFeatures(column, rule)]));

/** A column with what the model's features rest on, where it goes by the model: a fitted one as far back as it looks itself, else of the month. */
export function withFeatures<C extends CatalogueColumn>(column: C, { rests }: Pick<WarningRule, 'rests'>): C {
  if (!column.fitted && !column.warned) return column;
  const back = column.fitted ? column.lookback : 0;
  return { ...column, after: [...(column.after ?? []), ...rests.map((each) => ({ ...each, lookback: each.lookback + back }))] };
}
