import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';

/** A process's name for its jobs: host, process id, and what tells it from an earlier process of that id (in a container always 1). */
export const owner = `${hostname()} ${process.pid} ${randomUUID()}`;

/** Is a process still there? Of another machine's that cannot be seen (ELSEWHERE), its heartbeats tell. */
export function whereabouts(other: string): 'HERE' | 'GONE' | 'ELSEWHERE' {
  if (other === owner) return 'HERE';
  const [host, pid] = other.split(' ');
  if (host !== hostname()) return 'ELSEWHERE';
  if (Number(pid) === process.pid) return 'GONE';
  try {
    process.kill(Number(pid), 0);
    return 'HERE';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH' ? 'GONE' : 'HERE';
  }
}
