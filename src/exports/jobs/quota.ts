import { MartletError } from '../../errors.js';
import type { ExportLoad } from '../../ledger/exports/export-jobs.js';
import type { ExportQuota } from '../../security/viewer.js';

const dayMs = 86_400_000;
const retryAfterMs = 10_000;

/** The beginning of the day that `perDay` is about: the last 24 hours. */
export const quotaSince = (now: Date): string => new Date(now.getTime() - dayMs).toISOString();

/** May one more be begun? Errors: TOO_BUSY where one has to wait for one's own, TOO_COSTLY for too many a day. */
export function checkQuota({ running, begun }: ExportLoad, quota: ExportQuota): void {
  if (running >= quota.running) {
    throw new MartletError(
      'TOO_BUSY',
      `Expected fewer than ${quota.running} exports of yours under way, found ${running}. Wait for one to end, or cancel it.`,
      { retryAfterMs },
    );
  }
  if (begun >= quota.perDay) {
    throw new MartletError(
      'TOO_COSTLY',
      `Expected at most ${quota.perDay} exports in 24 hours, found ${begun} begun. Try again later, or have the role's limit raised.`,
    );
  }
}

/** May so many rows leave in one file? Errors: TOO_COSTLY. */
export function checkRows(rows: number, quota: ExportQuota): void {
  if (rows <= quota.rows) return;
  throw new MartletError(
    'TOO_COSTLY',
    `Expected at most ${quota.rows} rows, found ${rows}. Narrow the filter, take a sample (sample: ${suggestedShare(rows, quota)}), or have the role's limit raised.`,
  );
}

/** Rounded down to two digits: a sample of this share fits with a little room. */
const suggestedShare = (rows: number, quota: ExportQuota): string => {
  const share = (quota.rows / rows) * 0.99;
  const step = 10 ** (Math.floor(Math.log10(share)) - 1);
  return (Math.floor(share / step) * step).toPrecision(2);
};
