import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';

/** A process's name for its jobs: host, process id, and what tells it from an earlier process of that id (in a container always 1). */
export const owner = `${hostname()} ${process.pid} ${randomUUID()}`;

/** True of a process of this machine that is no longer there; of another machine's that cannot be seen, its heartbeat tells. */
export function isGone(other: string): boolean {
  if (other === owner) return false;
  const [host, pid] = other.split(' ');
  if (host !== hostname()) return false;
  if (Number(pid) === process.pid) return true;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
