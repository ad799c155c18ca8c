import { randomUUID } from 'node:crypto';
import { link, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { MartletError } from '../../errors.js';

/** Held by the one build that may write below a home. */
export interface BuildLock {
  /** Throws CONFLICT when another build has taken over. */
  assertHeld(): Promise<void>;
  release(): Promise<void>;
}

interface Holder {
  readonly token: string;
  readonly pid: number;
  readonly host: string;
  /** When the process began, in the kernel's own count: a number given anew to another process does not keep a lock alive. */
  readonly born: string;
  readonly since: string;
  readonly released: boolean;
}

async function bornAt(pid: number): Promise<string> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold spaces; the start time is the 20th field after it.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

async function alive(holder: Holder): Promise<boolean> {
  // Whether a process of another machine lives cannot be seen from here.
  if (holder.host !== hostname()) return true;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  return holder.born === '' || holder.born === (await bornAt(holder.pid));
}

async function read(path: string): Promise<Holder | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Holder;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

const held = (path: string, holder: Holder): MartletError =>
  new MartletError(
    'CONFLICT',
    `Another build is running (process ${holder.pid} on ${holder.host}, since ${holder.since}). Wait for it to end; if there is no such process, remove ${path}.`,
  );

const NAME = /^build\.(\d{6})\.lock$/;

/**
 * Takes the build lock of a home, also from a build whose process is dead. Errors: CONFLICT while another one lives.
 *
 * Locks are numbered and the highest counts. A dead or released one is never removed to make room, it is outnumbered: only one
 * process can make the next number, whereas of two that both saw a dead lock one could remove the other's new one.
 */
export async function lockBuild(home: string): Promise<BuildLock> {
  const dir = join(home, 'generations');
  await mkdir(dir, { recursive: true });
  const file = (number: number): string => join(dir, `build.${String(number).padStart(6, '0')}.lock`);
  const numbers = async (): Promise<number[]> => {
    const found = (await readdir(dir)).map((name) => NAME.exec(name)?.[1]).filter((digits) => digits !== undefined);
    return found.map(Number).sort((a, b) => b - a);
  };
  const me: Holder = {
    token: randomUUID(),
    pid: process.pid,
    host: hostname(),
    born: await bornAt(process.pid),
    since: new Date().toISOString(),
    released: false,
  };
  const write = async (holder: Holder): Promise<string> => {
    const path = join(dir, `.building-lock-${randomUUID()}`);
    await writeFile(path, JSON.stringify(holder), { flush: true });
    return path;
  };
  const number = await take();

  async function take(): Promise<number> {
    for (;;) {
      const [highest = 0] = await numbers();
      const holder = highest > 0 ? await read(file(highest)) : null;
      if (highest > 0 && !holder) continue;
      if (holder && !holder.released && (await alive(holder))) throw held(file(highest), holder);
      const mine = await write(me);
      try {
        // A link is made whole or not at all, so nobody ever reads a half-written lock.
        await link(mine, file(highest + 1));
      } catch (error) {
        if (['EEXIST', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) continue;
        throw error;
      } finally {
        await rm(mine, { force: true });
      }
      const now = await numbers();
      for (const old of now) if (old <= highest) await rm(file(old), { force: true });
      if (now[0] === highest + 1) return highest + 1;
      await rm(file(highest + 1), { force: true });
    }
  }

  const assertHeld = async (): Promise<void> => {
    const [highest = 0] = await numbers();
    const now = await read(file(highest));
    if (now?.token !== me.token)
      throw now ? held(file(highest), now) : new MartletError('CONFLICT', `The build lock ${file(number)} was removed.`);
  };
  return {
    assertHeld,
    release: async () => {
      if ((await read(file(number)))?.token === me.token) await rename(await write({ ...me, released: true }), file(number));
    },
  };
}
