import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { Asked, QuestionName, Row } from './questions.js';

export interface Peer {
  readonly name: string;
  /** Beside this file: `.ts` runs in node, `.py` in an environment of its own. */
  readonly script: string;
  /** With their versions, from npm or PyPI, by the script's kind. */
  readonly packages: readonly string[];
  /** What it reads: the newest month's Parquet file, or PostgreSQL. */
  readonly reads: 'parquet' | 'postgres';
  readonly questions: readonly QuestionName[];
}

const isPython = ({ script }: Peer): boolean => script.endsWith('.py');

/** Installs a peer in a folder of its own, outside package.json, where that has not been done; gives the folder. */
export function install(peer: Peer): string {
  const folder = resolve('.bench/peers', peer.script.replace(/\..*/, ''));
  const [done, wanted] = [join(folder, 'installed'), peer.packages.join('\n')];
  if (existsSync(done) && readFileSync(done, 'utf8') === wanted) return folder;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const run = (command: string, ...args: readonly string[]) =>
    execFileSync(command, args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  if (isPython(peer)) {
    run('python3', '-m', 'venv', folder);
    run(join(folder, 'bin/pip'), 'install', '--quiet', '--disable-pip-version-check', ...peer.packages);
  } else {
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true }));
    // Peers of peers (React, servers for HTTP) are not asked here.
    run('npm', 'install', '--ignore-scripts', '--no-audit', '--no-fund', '--legacy-peer-deps', ...peer.packages);
  }
  writeFileSync(done, wanted);
  return folder;
}

export interface Answered {
  readonly ms: number;
  readonly rows: readonly Row[];
}

/** A peer in a process of its own, whatever native packages it brings; questions one after the other. */
export function start(peer: Peer, folder: string, data: string) {
  const script = join(import.meta.dirname, peer.script);
  // -I: what is named like the script is the package, not the script beside it.
  const [command, ...args] = isPython(peer) ? [join(folder, 'bin/python'), '-I', script] : ['node', '--import', 'tsx', script];
  const child: ChildProcess = spawn(command!, [...args, folder, data], { stdio: ['pipe', 'ignore', 'inherit', 'pipe'] });
  const ended = new Promise<void>((done) => child.once('close', () => done()));
  const lines = createInterface({ input: child.stdio[3] as Readable })[Symbol.asyncIterator]();
  const stdin = child.stdin as Writable;
  // Of one that has ended: its answer is missed below.
  stdin.on('error', () => undefined);
  return {
    async ask(asked: Asked): Promise<Answered> {
      stdin.write(`${JSON.stringify(asked)}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error(`${peer.name} ended without an answer to ${asked.question}.`);
      return JSON.parse(value) as Answered;
    },
    async stop(): Promise<void> {
      stdin.end();
      await ended;
    },
  };
}
