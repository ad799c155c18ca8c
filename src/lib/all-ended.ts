/** Waits until all works have ended, also where one fails: then nothing is left running on what its caller is about to close. Errors: that of the first in the list that failed. */
export async function allEnded(works: readonly Promise<void>[]): Promise<void> {
  for (const ended of await Promise.allSettled(works)) if (ended.status === 'rejected') throw ended.reason;
}
