import { isYieldDue, yieldLoop } from './yielding.js';

/** Items of a list that are written in one go. */
const itemsAtOnce = 50;

/** Values that are written in one go: a few tenths of a millisecond. */
const valuesAtOnce = 2000;

/** As JSON.stringify writes plain data, in as many turns of the event loop as it takes: a long list in pieces. */
export async function stringify(value: unknown): Promise<string> {
  if (isYieldDue()) await yieldLoop();
  if (typeof value !== 'object' || value === null || hasOwnForm(value) || isShort(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${(await piecesOf(value)).join()}]`;
  const members: string[] = [];
  for (const [name, member] of Object.entries(value))
    if (member !== undefined) members.push(`${JSON.stringify(name)}:${await stringify(member)}`);
  return `{${members.join()}}`;
}

/** Is that all of it? One number's profile has 150 values: to wait for each of them takes longer than to write it. */
function isShort(value: object): boolean {
  let values = 0;
  const count = (each: unknown): boolean => {
    if (++values > valuesAtOnce) return false;
    return typeof each !== 'object' || each === null || Object.values(each).every(count);
  };
  return count(value);
}

const hasOwnForm = (value: object): boolean => 'toJSON' in value && typeof value.toJSON === 'function';

async function piecesOf(items: readonly unknown[]): Promise<readonly string[]> {
  const pieces: string[] = [];
  for (let at = 0; at < items.length; at += itemsAtOnce) {
    if (isYieldDue()) await yieldLoop();
    pieces.push(JSON.stringify(items.slice(at, at + itemsAtOnce)).slice(1, -1));
  }
  return pieces;
}
