import { badInput } from '../errors.js';

// MARTLET_MEMORY is for all that the processes of a gateway, or a command, take. Only the engine's buffers can be given a limit, so they get what the
// rest leaves of it; what does not fit into them the engine writes to the disk.

/**
 * What a process takes beside the engine's buffers, in MB: Node.js with its heap beside ten times the load, code, threads, and what the engine allocates
 * outside of them. Measured with `npm run bench -- load`, and rounded up.
 */
const beside = { command: 400, alone: 800, front: 450, behind: 800 } as const;

/** Who takes it: a command, a gateway of one process, or one of the two processes of a gateway. */
export type MemoryTaker = keyof typeof beside;

/** Of what two processes leave: what a counter waits for reads single numbers, which the point store has. */
const shares = { front: 0.25, behind: 0.75 } as const;

/** A process that serves keeps the profiles of decisions: so many bytes a number at most. */
const profileBytes = 45;

/** With less the engine writes to the disk for every question. */
const leastMb = 300;

/** Of a size as it is set, such as "4GB" or "800MB"; DuckDB's are of a thousand, too. */
export const memoryMb = (size: string): number => Number.parseFloat(size) * (size.endsWith('GB') ? 1000 : 1);

/**
 * The limit of the engine's buffers for one who serves so many numbers, as DuckDB takes it. Errors: BAD_USER_INPUT where MARTLET_MEMORY is too little
 * for a gateway; a command gets half of it at least.
 */
export function buffersOf(memory: string, taker: MemoryTaker, numbers = 0): string {
  const all = memoryMb(memory);
  const profiles = (numbers * profileBytes) / 1e6;
  if (taker === 'command') return inMb(Math.max(all - beside.command, all / 2));
  if (taker === 'alone') return inMb(left(all, [beside.alone + profiles], memory));
  return inMb(shares[taker] * left(all, [beside.front + profiles, beside.behind + profiles], memory));
}

function left(all: number, processes: readonly number[], memory: string): number {
  const taken = processes.reduce((sum, each) => sum + each);
  if (all - taken >= leastMb) return all - taken;
  const least = Math.ceil((taken + leastMb) / 100) / 10;
  const one = processes.length > 1 ? ', or set MARTLET_PROCESSES=1, which takes less' : '';
  throw badInput(
    `MARTLET_MEMORY: expected at least ${least}GB, found ${memory}: ${processes.length === 1 ? 'the process takes' : 'two processes take'} ${Math.round(taken)}MB beside the engine's buffers. Raise it${one}.`,
  );
}

const inMb = (size: number): string => `${Math.floor(size)}MB`;
