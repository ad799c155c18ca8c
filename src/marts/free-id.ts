import { listGenerations } from '../warehouse/generations.js';

/** Ids sort by time; two builds within a second must not get the same. `inputs`: hash of all that the generation is made from. */
export async function freeId(home: string, now: Date, inputs: string): Promise<string> {
  const taken = new Set((await listGenerations(home)).map((id) => id.slice(0, 16)));
  for (let at = now.getTime(); ; at += 1000) {
    const stamp = new Date(at).toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
    if (!taken.has(`${stamp}Z`)) return `${stamp}Z-${inputs.slice(0, 8)}`;
  }
}
