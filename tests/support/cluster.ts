import { execFile, execFileSync } from 'node:child_process';
import { chownSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A PostgreSQL server of a test's own, to be stopped and started: what others share may not be. */
export interface Cluster {
  readonly url: string;
  start(): Promise<void>;
  /** As when the machine goes: nobody is asked and nothing is written any more. */
  stop(): Promise<void>;
  remove(): Promise<void>;
}

const installed = '/usr/lib/postgresql';

/** Where Debian puts the newest version's programs; null where there are none. */
function programs(): string | null {
  try {
    const [newest] = readdirSync(installed).sort((one, other) => Number(other) - Number(one));
    return newest === undefined ? null : join(installed, newest, 'bin');
  } catch {
    return null;
  }
}

export const hasPostgres = programs() !== null;

/** Makes a cluster and starts it: two seconds. The server refuses to run as root: then it runs as the user postgres. */
export async function newCluster(): Promise<Cluster> {
  const bin = programs()!;
  const dir = mkdtempSync(join(tmpdir(), 'martlet-cluster-'));
  const isRoot = process.getuid?.() === 0;
  if (isRoot) {
    const [user, group] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, 'postgres'])));
    chownSync(dir, user!, group!);
  }
  const port = await freePort();
  const run = (program: string, ...args: readonly string[]) => {
    const command = [join(bin, program), `--pgdata=${dir}/data`, ...args];
    const [file, ...rest] = isRoot ? ['runuser', '--user', 'postgres', '--', ...command] : command;
    return promisify(execFile)(file!, rest, { cwd: '/' });
  };
  await run('initdb', '--auth=trust', '--username=postgres', '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync');
  const settings = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off`;
  const start = async () => void (await run('pg_ctl', '--wait', 'start', `--log=${dir}/log`, `--options=${settings}`));
  const stop = async () => void (await run('pg_ctl', '--mode=immediate', 'stop'));
  const remove = async () => {
    await stop().catch(() => undefined);
    rmSync(dir, { recursive: true, force: true });
  };
  await start();
  return { url: `postgres://postgres@127.0.0.1:${port}/postgres`, start, stop, remove };
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
