import type { ReportDefinition } from '../report.js';
import { campaignUplift } from './campaign-uplift.js';
import { cellHours } from './cell-hours.js';
import { cellPotential } from './cell-potential.js';
import { channelCoverage } from './channel-coverage.js';
import { channelProfit } from './channel-profit.js';
import { cohortRetention } from './cohort-retention.js';
import { communityAppraisal } from './community-appraisal.js';
import { groupCustomers } from './group-customers.js';
import { lifecycleMigration } from './lifecycle-migration.js';
import { reentryCheck } from './reentry-check.js';
import { upliftBySegment } from './uplift-by-segment.js';
import { valuePyramid } from './value-pyramid.js';
import { warningQuality } from './warning-quality.js';
import { warningReasons } from './warning-reasons.js';

/** The reports that are methods of their own, and no plain analyses. */
export const methodReports: readonly ReportDefinition[] = [
  cohortRetention,
  lifecycleMigration,
  valuePyramid,
  reentryCheck,
  channelProfit,
  cellPotential,
  cellHours,
  channelCoverage,
  communityAppraisal,
  groupCustomers,
  campaignUplift,
  upliftBySegment,
  warningQuality,
  warningReasons,
];
