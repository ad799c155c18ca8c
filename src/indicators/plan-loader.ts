import type DataLoader from 'dataloader';
import { type Expression, type SqlBool, sql } from 'kysely';
import { toMillionths } from '../figures/sums.js';
import { batched } from '../lib/batched.js';
import { type Places, readable } from '../security/readable.js';
import { type RowKind, rowKinds } from '../security/rows.js';
import type { Viewer } from '../security/viewer.js';
import type { Run } from '../serving/run.js';
import type { Parameter } from '../warehouse/statement.js';
import { asItIs, statement } from '../warehouse/statement.js';
import { emptyAt, levelOf, type PlanColumn, type PlanLevel, planColumnOf, planColumns } from './plan-level.js';

/** A month's plans of one level: of all cities, say. */
export interface PlanKey {
  readonly month: string;
  readonly level: PlanLevel;
}

export type PlanRow = Readonly<Record<PlanColumn, string | null>> & { readonly value: number };

/** The plans of a level by measure and the level's values. */
export type Plans = ReadonlyMap<string, readonly PlanRow[]>;
export type PlanLoader = DataLoader<PlanKey, Plans, string>;

export const planKey = (measure: string, values: readonly (string | null)[]): string => JSON.stringify([measure, ...values]);

const planPlaces: Places = Object.fromEntries(
  (Object.keys(rowKinds) as RowKind[]).map((kind) => [kind, sql.ref(planColumnOf(kind))]),
);

/** Plan values by month and level; what is asked for in a tick is one statement. */
export function targetsLoader(run: Run, viewer: Viewer): PlanLoader {
  const name = ({ month, level }: PlanKey) => [month, ...level].join();
  return batched(
    () => '',
    name,
    async (keys) => {
      const query = readable(viewer, { name: 'serving.mart_target', at: planPlaces })
        .where(({ or }) => or(keys.map(isOf)))
        .select(['month', 'measure', 'value', ...planColumns].map((column) => sql`${sql.ref(column)}`.as(column)))
        .compile();
      const rows = await run(statement('targets', query.sql, query.parameters as Parameter[], [asItIs('serving.mart_target')]));
      const plans = new Map(keys.map((key) => [name(key), new Map<string, PlanRow[]>()]));
      for (const { month, measure, value, ...named } of rows) {
        const row = { ...named, value: Number(toMillionths(value)) / 1e6 } as PlanRow;
        const level = levelOf((column) => row[column] !== null);
        const key = planKey(
          String(measure),
          level.map((column) => row[column]),
        );
        const own = plans.get(name({ month: String(month), level }))!;
        own.set(key, [...(own.get(key) ?? []), row]);
      }
      return (key) => plans.get(name(key))!;
    },
  );
}

/** The rows of a month that name just these columns, and what is coarser if they like. */
const isOf = ({ month, level }: PlanKey): Expression<SqlBool> => {
  const named = level.map((column) => sql`${sql.ref(column)} is not null`);
  const empty = emptyAt(level).map((column) => sql`${sql.ref(column)} is null`);
  return sql<SqlBool>`(${sql.join([sql`month = ${month}`, ...named, ...empty], sql` and `)})`;
};
