import { MartletError } from '../../errors.js';

export const stoppedText = 'The gateway stopped while this export ran. Start it again.';

const noSpace =
  'There is no space left on the disk where exports are written. Take fewer rows or columns, or Parquet instead of text, or ask the operator of the gateway for room.';

/** What the one who asked is told of a failure; null where it is a fault of ours, which is logged. */
export function failureText(error: unknown): string | null {
  if (error instanceof MartletError) return error.message;
  const message = error instanceof Error ? error.message : String(error);
  if (/no space left|ENOSPC|disk quota|EDQUOT/i.test(message)) return noSpace;
  if (/Out of Memory Error/.test(message))
    return 'This export needs more memory than the gateway has. Take fewer rows or columns, or try again later.';
  return null;
}
