import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { martlet, type Said } from '../support/command.js';
import { anySize, ownHome } from '../support/demo.js';

let home: string;
let folder: string;
beforeAll(async () => {
  ({ home } = await ownHome(anySize));
  folder = mkdtempSync(join(tmpdir(), 'martlet-files-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const inHome = (name: string) => () => join(home, name);
const inFolder = (name: string) => () => join(folder, name);
const manifest = () => {
  const generations = join(home, 'generations');
  const id = readdirSync(generations).find((name) => /^\d{8}T/.test(name))!;
  return join(generations, id, 'manifest.json');
};
const question = ['query', '{ generation { id } }'] as const;

interface Opened {
  readonly file: string;
  readonly path: () => string;
  /** A command that opens it. */
  readonly args: readonly string[];
  readonly setting?: readonly [name: string, below: string];
  /** What the sentence must name; default: the file. */
  readonly told?: string;
}

/** Every file that a command opens. */
const files: readonly Opened[] = [
  { file: 'the ledger', path: inHome('ledger/ledger.db'), args: ['audit'] },
  { file: 'the key', path: inHome('secret.key'), args: question },
  { file: 'the pointer', path: inHome('generations/CURRENT'), args: question },
  { file: 'a manifest', path: manifest, args: question },
  { file: 'martlet.yaml', path: inFolder('martlet.yaml'), args: ['audit'] },
  { file: 'policies', path: inFolder('own.yaml'), args: ['serve'], setting: ['MARTLET_POLICIES', 'own.yaml'] },
  { file: 'a catalogue file', path: inFolder('own/a.yaml'), args: ['schema'], setting: ['MARTLET_CATALOGUE', 'own'] },
  {
    file: 'a mapping',
    path: inFolder('mapped/number_month.sql'),
    args: ['check'],
    setting: ['MARTLET_WAREHOUSE', 'mapped'],
    told: 'number_month',
  },
  {
    file: 'a mart',
    path: inFolder('marts/number_month/x.parquet'),
    args: ['check'],
    setting: ['MARTLET_WAREHOUSE', 'marts'],
    told: 'number_month',
  },
  { file: 'a backup', path: inFolder('backup'), args: ['restore', '--force', 'backup'] },
];

const damages: readonly (readonly [name: string, make: (path: string) => void])[] = [
  ['garbage', (path) => writeFileSync(path, Buffer.from('\0\x07: [}\n\t- garbage \xff\xfe'.repeat(300), 'latin1'))],
  ['a part of a line', (path) => writeFileSync(path, '{"a": [')],
  ['a folder', (path) => mkdirSync(path)],
];

/** Runs the command with the file as it is after the damage; what was there comes back. */
async function damaged(path: string, damage: (path: string) => void, run: () => Promise<Said>): Promise<Said> {
  const kept = join(folder, 'kept');
  const wasThere = existsSync(path);
  if (wasThere) cpSync(path, kept);
  rmSync(path, { force: true });
  mkdirSync(dirname(path), { recursive: true });
  damage(path);
  try {
    return await run();
  } finally {
    rmSync(path, { recursive: true, force: true });
    if (wasThere) cpSync(kept, path);
  }
}

const cases = files
  .flatMap((opened) => damages.map(([how, damage]) => ({ ...opened, how, damage })))
  // A folder in a catalogue is looked into, whatever it is called.
  .filter(({ file, how }) => file !== 'a catalogue file' || how !== 'a folder');

test.each(cases)('$file is $how: a sentence names it, and no stack is shown', async ({ damage, path, args, setting, told }) => {
  const around = process.cwd();
  process.chdir(folder);
  try {
    const settings = { MARTLET_HOME: home, ...(setting && { [setting[0]]: join(folder, setting[1]) }) };
    const { status, stdout, stderr } = await damaged(path(), damage, () => martlet(args, settings));
    expect(`${stdout}${stderr}`).toContain(told ?? basename(path()));
    expect(`${stdout}${stderr}`).not.toMatch(/^\s+at /m);
    expect(status).toBe(1);
  } finally {
    process.chdir(around);
  }
});
