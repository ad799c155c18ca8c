import { usualLimits } from '../../src/security/limits.js';
import { inCities } from '../../src/security/rows.js';
import { acts, allMarts, usualColumns, type Viewer } from '../../src/security/viewer.js';

/** A manager of some cities: tier 1, personal columns masked, no look at statements; all acts and scenes, and figures of any group. */
export const managerOf = (cities: readonly string[], other: Partial<Viewer> = {}): Viewer => ({
  subject: `manager of ${cities.join(', ') || 'nothing'}`,
  roles: ['manager'],
  tiers: [1],
  rows: inCities(cities),
  purposes: [],
  purpose: null,
  personal: 'masked',
  seesRoute: false,
  introspects: true,
  channels: {},
  acts,
  scenes: null,
  lists: 'all',
  arrivals: null,
  customers: 'any',
  documents: null,
  columns: usualColumns,
  marts: allMarts,
  minimumGroup: 1,
  limits: usualLimits,
  ...other,
});
