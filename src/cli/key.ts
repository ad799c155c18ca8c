import { Command, InvalidArgumentError, Option } from 'commander';
import { stringify } from 'yaml';
import { newKey, newSecret, type WrittenKey } from '../security/keys.js';
import { type RowKind, rowKinds } from '../security/rows.js';
import { editKeys } from './key-file.js';
import { keyList } from './key-list.js';
import { martletOf, withSettings } from './settings.js';

export function key(): Command {
  const command = new Command('key');
  for (const make of [create, keyList, rotate, revoke]) command.addCommand(make());
  return command;
}

function list(value: string): string[] {
  const items = value.split(',').map((item) => item.trim());
  if (items.includes('')) throw new InvalidArgumentError('Expected codes with commas between them, e.g. A,B.');
  return items;
}

function moment(value: string): Date {
  const isWhole = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})$/.test(value);
  const found = new Date(value);
  if (!isWhole || Number.isNaN(found.getTime()))
    throw new InvalidArgumentError('Expected a time with its zone, e.g. 2027-01-31T00:00:00+08:00.');
  if (found.getTime() <= Date.now()) throw new InvalidArgumentError('Expected a time that is to come.');
  return found;
}

function days(value: string): number {
  if (!/^\d{1,4}$/.test(value)) throw new InvalidArgumentError('Expected a number of days, e.g. 90.');
  return Number(value);
}

const inDays = (count: number): Date => new Date(Date.now() + count * 86_400_000);

interface CreateOptions extends Readonly<Partial<Record<RowKind, readonly string[]>>> {
  readonly subject: string;
  readonly roles: string[];
  readonly days?: number;
  readonly expires?: Date;
  readonly write?: boolean;
  readonly json?: boolean;
}

function create(): Command {
  const command = new Command('create')
    .description('make a key: its secret, shown once, and its entry for the policies file')
    .requiredOption('--subject <name>', 'whose key it is')
    .requiredOption('--roles <list>', 'roles of the policies file, separated by commas', list)
    .option('--days <n>', 'for how long it holds (default: until it is revoked)', days)
    .addOption(new Option('--expires <time>', 'until when it holds').argParser(moment).conflicts('days'))
    .option('--write', 'put the entry into the policies file')
    .option('--json', 'print { "secret": …, "entry": … }')
    .action(({ subject, roles, days: holds, expires, write, json, ...others }: CreateOptions) => {
      const { cities = [], ...own } = Object.fromEntries(kinds.flatMap((kind) => (others[kind] ? [[kind, others[kind]]] : [])));
      const { secret, entry } = newKey(subject, roles, cities, holds === undefined ? expires : inDays(holds));
      const made = { secret, entry: { ...entry, ...own } };
      if (write) editKeys(martletOf(command), ({ keys, document }) => keys.add(document.createNode(made.entry, { flow: true })));
      tell(made, { write, json });
    });
  for (const kind of kinds) command.option(`--${kind} <list>`, `${kind} for roles that see their own, separated by commas`, list);
  return withSettings(command, ['MARTLET_POLICIES', 'MARTLET_CATALOGUE']);
}

const kinds = Object.keys(rowKinds) as readonly RowKind[];

interface RotateOptions {
  readonly keepDays: number;
  readonly days?: number;
  readonly json?: boolean;
}

function rotate(): Command {
  const command = new Command('rotate')
    .description('give a key of the policies file a new secret, beside which the old one holds for some days more')
    .argument('<id>', 'the key’s, as "key list" shows it')
    .option('--keep-days <n>', 'for how long the old secret still holds', days, 7)
    .option('--days <n>', 'for how long the key holds from now on (default: as before)', days)
    .option('--json', 'print { "secret": …, "entry": … }')
    .action((id: string, { keepDays, days: holds, json }: RotateOptions) => {
      const { secret, sha256 } = newSecret(id);
      let entry: WrittenKey | undefined;
      editKeys(martletOf(command), ({ document, find }) => {
        const map = find(id);
        const previous = { sha256: map.get('sha256'), until: inDays(keepDays).toISOString() };
        map.set('sha256', sha256);
        if (keepDays > 0) map.set('previous', document.createNode(previous, { flow: true }));
        else map.delete('previous');
        if (holds !== undefined) map.set('expires', inDays(holds).toISOString());
        entry = map.toJS(document) as WrittenKey;
      });
      tell({ secret, entry: entry! }, { write: true, json });
    });
  return withSettings(command, ['MARTLET_POLICIES', 'MARTLET_CATALOGUE']);
}

function revoke(): Command {
  const command = new Command('revoke')
    .description(
      'take keys out of the policies file: a running gateway refuses them, and what was signed in by them, within seconds',
    )
    .argument('<id...>', 'as "key list" shows them')
    .action((ids: string[]) => {
      editKeys(martletOf(command), ({ keys, find }) => {
        for (const id of ids) keys.items.splice(keys.items.indexOf(find(id)), 1);
      });
      process.stdout.write(`Revoked: ${ids.join(', ')}\n`);
    });
  return withSettings(command, ['MARTLET_POLICIES', 'MARTLET_CATALOGUE']);
}

function tell(
  made: { readonly secret: string; readonly entry: WrittenKey },
  { write, json }: { readonly write: boolean | undefined; readonly json: boolean | undefined },
): void {
  if (json) return void process.stdout.write(`${JSON.stringify(made)}\n`);
  const { secret, entry } = made;
  const inFile = write ? 'In the policies file' : 'Add to the policies file';
  process.stdout.write(`Secret (shown only now): ${secret}\n\n${inFile}:\n\n${stringify({ keys: [entry] })}`);
}
