import { MartletError } from '../../errors.js';
import type { ExportLoad } from '../../ledger/exports/export-jobs.js';
import type { Limits } from '../../security/limits.js';

const dayMs = 86_400_000;
const retryAfterMs = 10_000;

/** The beginning of the day that `perDay` is about: the last 24 hours. */
export const quotaSince = (now: Date): string => new Date(now.getTime() - dayMs).toISOString();

/** May one more be begun? Errors: TOO_BUSY where one has to wait for one's own, TOO_COSTLY for too many a day. */
export function checkQuota({ running, begun }: ExportLoad, limits: Limits): void {
  if (running >= limits.exportsRunning) {
    throw new MartletError(
      'TOO_BUSY',
      `Expected fewer than ${limits.exportsRunning} exports of yours under way, found ${running}. Wait for one to end, or cancel it.`,
      { retryAfterMs },
    );
  }
  if (begun >= limits.exportsPerDay) {
    throw new MartletError(
      'TOO_COSTLY',
      `Expected at most ${limits.exportsPerDay} exports in 24 hours, found ${begun} begun. Try again later, or have the role's limit raised.`,
    );
  }
}

/** May so many rows leave in one file? Errors: TOO_COSTLY. */
export function checkRows(rows: number, { exportRows }: Limits): void {
  if (rows <= exportRows) return;
  throw new MartletError(
    'TOO_COSTLY',
    `Expected at most ${exportRows} rows, found ${rows}. Narrow the filter, take a sample (sample: ${suggestedShare(exportRows / rows)}), or have the role's limit raised.`,
  );
}

/** Rounded down to two digits: a sample of this share fits with a little room. */
const suggestedShare = (fitting: number): string => {
  const share = fitting * 0.99;
  const step = 10 ** (Math.floor(Math.log10(share)) - 1);
  return (Math.floor(share / step) * step).toPrecision(2);
};
