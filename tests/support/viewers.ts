import { usualLimits } from '../../src/security/limits.js';
import type { Viewer } from '../../src/security/viewer.js';

/** A manager of some cities: tier 1, personal columns masked, no look at statements. */
export const managerOf = (cities: readonly string[], other: Partial<Viewer> = {}): Viewer => ({
  subject: `manager of ${cities.join(', ') || 'nothing'}`,
  roles: ['manager'],
  tiers: [1],
  cities,
  purposes: [],
  purpose: null,
  personal: 'masked',
  seesRoute: false,
  introspects: true,
  channels: {},
  limits: usualLimits,
  ...other,
});
