import type { Viewer } from '../security/viewer.js';

/** May the viewer see all of these cities, as the ledger keeps them (JSON; null: any)? */
export function areWithin(kept: string | null, { cities }: Pick<Viewer, 'cities'>): boolean {
  if (cities === null) return true;
  return kept !== null && (JSON.parse(kept) as readonly string[]).every((city) => cities.includes(city));
}
