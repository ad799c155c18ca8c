/** What rows of numbers may be granted by, as policies call it: the column of number_month that tells it, and its dimension. */
export const rowKinds = {
  cities: { column: 'city', dimension: 'CITY' },
  counties: { column: 'county', dimension: 'COUNTY' },
  grids: { column: 'grid', dimension: 'GRID' },
  /** Those that a number joined by; a partner is a channel, too. */
  channels: { column: 'join_channel_id', dimension: 'JOIN_CHANNEL' },
  staff: { column: 'join_staff_id', dimension: 'JOIN_STAFF' },
} as const;
export type RowKind = keyof typeof rowKinds;

/** Rows that have one of these values in each of these columns: a row without a value is in no grant that names its column. */
export type RowGrant = Readonly<Partial<Record<RowKind, readonly string[]>>>;

/** The rows of any of the grants, so none where there is no grant; null: all. */
export type Rows = readonly RowGrant[] | null;

export const kindsOf = (grant: RowGrant): readonly RowKind[] => Object.keys(grant) as RowKind[];

/** What several roles grant together: every row that one of them does. Grants by the same column alone become one. */
export function rowsTogether(all: readonly Rows[]): Rows {
  if (all.includes(null)) return null;
  const grants = all.flatMap((rows) => rows ?? []).filter((grant) => Object.values(grant).every((values) => values.length > 0));
  const byKind = new Map<RowKind, Set<string>>();
  for (const grant of grants) {
    const [kind, ...more] = kindsOf(grant);
    if (more.length === 0) byKind.set(kind!, new Set([...(byKind.get(kind!) ?? []), ...grant[kind!]!]));
  }
  const simple = [...byKind].map(([kind, values]): RowGrant => ({ [kind]: [...values] }));
  return Object.freeze([...simple, ...grants.filter((grant) => kindsOf(grant).length > 1)]);
}

/** Every number that lives in these cities; null: all. */
export const inCities = (cities: readonly string[] | null): Rows => (cities === null ? null : rowsTogether([[{ cities }]]));

/** The cities of rows that are granted by city alone; null: of all rows; undefined: they are granted by something else as well. */
export function citiesAlone(rows: Rows): readonly string[] | null | undefined {
  if (rows === null) return null;
  if (rows.some((grant) => kindsOf(grant).join() !== 'cities')) return undefined;
  return rows.flatMap(({ cities = [] }) => cities);
}

/** Are all rows of the first among those of the second? */
export const areAmong = (rows: Rows, others: Rows): boolean =>
  others === null || rows?.every((grant) => others.some((other) => isAmong(grant, other))) === true;

const isAmong = (grant: RowGrant, other: RowGrant): boolean =>
  kindsOf(other).every((kind) => grant[kind]?.every((value) => other[kind]!.includes(value)) === true);

/** As the ledger keeps rows: JSON, of those by city alone the cities; null for all. */
export function keptRows(rows: Rows): string | null {
  const cities = citiesAlone(rows);
  return rows === null ? null : JSON.stringify(cities ?? rows);
}

export function rowsKept(kept: string | null): Rows {
  if (kept === null) return null;
  const found = JSON.parse(kept) as readonly (string | RowGrant)[];
  return found.every((each) => typeof each === 'string') ? inCities(found) : (found as readonly RowGrant[]);
}
