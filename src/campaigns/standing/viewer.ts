import type { StandingListRow } from '../../ledger/tables.js';
import { usualLimits } from '../../security/limits.js';
import { rowsKept } from '../../security/rows.js';
import { allMarts, usualColumns, type Viewer } from '../../security/viewer.js';

/**
 * In whose name a standing list makes its lists: its author's, with the rows that he saw when he made it and no figures of fewer than he was told.
 * Whether he might ask for its rule at all was asked then; nobody is told anything by it but who may see the list.
 */
export const viewerOfStanding = ({ created_by, cities, minimum_group }: StandingListRow): Viewer => ({
  subject: created_by,
  roles: [],
  tiers: [3, 4],
  rows: rowsKept(cities),
  marts: allMarts,
  purposes: [],
  purpose: 'standing list',
  personal: 'clear',
  seesRoute: false,
  introspects: false,
  channels: {},
  acts: ['MAKE_LISTS', 'FREEZE_LISTS'],
  documents: null,
  scenes: null,
  lists: 'all',
  arrivals: [],
  customers: 'any',
  columns: usualColumns,
  minimumGroup: minimum_group,
  limits: usualLimits,
});
