import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { type AuditFilter, listAudit, verifyAudit } from '../ledger/audit/audit.js';
import { type Ledger, openLedger } from '../ledger/ledger.js';
import { drawTable } from './query-table.js';
import { exit } from './run.js';
import { configOf, withSettings } from './settings.js';
import { wholeNumber } from './whole-number.js';

interface Options extends AuditFilter {
  readonly head?: string;
  readonly json?: boolean;
}

export function audit(): Command {
  const command = new Command('audit')
    .addArgument(new Argument('[what]', 'what to do').choices(['list', 'search', 'verify']).default('list'))
    .option('--subject <name>', "only this subject's lines")
    .option('--action <text>', 'only lines whose action has this text, e.g. export')
    .addOption(new Option('--decision <word>', 'only lines that ended so').choices(['ALLOWED', 'DENIED']))
    .option('--since <time>', 'only lines from this time on, e.g. 2026-10-01 or 2026-10-01T08:00+08:00 (default: UTC)', time)
    .option('--until <time>', 'only lines before this time', time)
    .option('--limit <n>', 'at most so many lines, the newest', wholeNumber, 100)
    .option('--head <hash>', 'verify: also that the line with this hash, which an earlier run printed, is still there', sha256)
    .option('--json', 'print JSON')
    .action(async (what: 'list' | 'search' | 'verify', options: Options) => {
      const ledger = await openLedger({ ...configOf(command), asItIs: true });
      try {
        await (what === 'verify' ? verify(ledger, options) : list(ledger, options));
      } finally {
        await ledger.close();
      }
    });
  return withSettings(command, ['MARTLET_HOME']);
}

async function list(ledger: Ledger, options: Options): Promise<void> {
  const lines = await listAudit(ledger, options);
  const head = ['seq', 'at', 'subject', 'action', 'decision', 'rows', 'purpose'] as const;
  const rows = lines.map((line) => head.map((name) => line[name]));
  process.stdout.write(options.json ? `${JSON.stringify(lines, null, 2)}\n` : drawTable({ head, rows }));
}

async function verify(ledger: Ledger, options: Options): Promise<void> {
  const result = await verifyAudit(ledger, options.head);
  const { lines, removed, head, fault } = result;
  if (options.json) process.stdout.write(`${JSON.stringify(result)}\n`);
  else if (fault === null) {
    process.stdout.write(
      `Lines: ${lines}, each as it was written and in its place${removed > 0 ? `, behind ${removed} that retention took away` : ''}. Head: ${head}\nKeep the head elsewhere: with --head it tells later whether lines were removed from the end.\n`,
    );
  } else process.stderr.write(`martlet: the audit does not hold: ${fault}. Lines that hold: ${lines}, head ${head}\n`);
  if (fault !== null) process.exitCode = exit.fault;
}

function time(value: string): string {
  const [, day, clock = '', zone = 'Z'] =
    /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?(Z|[+-]\d\d:\d\d)?$/.exec(value) ?? [];
  const moment = new Date(`${day}${clock || 'T00:00'}${zone}`);
  if (Number.isNaN(moment.getTime())) throw new InvalidArgumentError('Expected a day or a time, e.g. 2026-10-01T08:00+08:00.');
  return moment.toISOString();
}

function sha256(value: string): string {
  if (!/^[0-9a-f]{64}$/.test(value))
    throw new InvalidArgumentError('Expected 64 hexadecimal digits, as "audit verify" prints them.');
  return value;
}
