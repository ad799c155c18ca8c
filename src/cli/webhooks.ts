import { Command, InvalidArgumentError } from 'commander';
import { badInput } from '../errors.js';
import { appendAudit } from '../ledger/audit/audit.js';
import { type Ledger, openLedger } from '../ledger/ledger.js';
import { replayDeliveries } from '../ledger/outbox/deliveries.js';
import { webhookById, webhookStates } from '../ledger/outbox/webhooks.js';
import { loadSecrets } from '../security/secret.js';
import { webhookSecrets } from '../security/webhook-secrets.js';
import { drawTable } from './query-table.js';
import { configOf, withSettings } from './settings.js';

export function webhooks(): Command {
  const command = new Command('webhooks');
  for (const make of [list, replay, secret]) command.addCommand(make());
  return command;
}

function list(): Command {
  const command = new Command('list')
    .description('who is told of what, how much waits for them, what was given up and why')
    .option('--json', 'print JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const ledger = await openLedger({ ...configOf(command), asItIs: true });
      const states = await webhookStates(ledger).finally(() => ledger.close());
      const head = ['id', 'subject', 'callback', 'types', 'since', 'waiting', 'givenUp', 'fault'] as const;
      // What else is in a callback may be a secret of its owner's.
      const told = states.map(({ id, subject, callback, types, created_at: since, waiting, givenUp, fault }) => {
        const { origin, pathname } = new URL(callback);
        return {
          id,
          subject,
          callback: `${origin}${pathname}`,
          types: JSON.parse(types) as string[],
          since,
          waiting,
          givenUp,
          fault,
        };
      });
      const rows = told.map((each) => head.map((name) => (name === 'types' ? each.types.join(', ') : each[name])));
      process.stdout.write(json ? `${JSON.stringify(told, null, 2)}\n` : drawTable({ head, rows }));
    });
  return withSettings(command, ['MARTLET_HOME']);
}

function replay(): Command {
  const command = new Command('replay')
    .description('tell somebody again what was given up, or all that happened since a moment')
    .argument('<id>', 'as "webhooks list" shows it')
    .option(
      '--since <time>',
      'all from then on, e.g. 2026-10-01T08:00:00+08:00, also what was told (default: what was given up)',
      moment,
    )
    .action(async (id: string, { since }: { since?: string }) => {
      const ledger = await openLedger(configOf(command));
      try {
        await requireWebhook(ledger, id);
        const asked = since === undefined ? { since: '', isFailedAlone: true } : { since, isFailedAlone: false };
        const count = await replayDeliveries(ledger, id, { ...asked, now: new Date() });
        const detail = { webhook: id, since: since ?? null, count };
        await appendAudit(ledger, { subject: 'martlet webhooks', action: 'events replayed', decision: 'ALLOWED', detail });
        process.stdout.write(`${count} event(s) will be told again, each under the id that it had.\n`);
      } finally {
        await ledger.close();
      }
    });
  return withSettings(command, ['MARTLET_HOME']);
}

function secret(): Command {
  const command = new Command('secret')
    .description('what is told to somebody is signed by this secret: hand it over where nobody else reads it')
    .argument('<id>', 'as "webhooks list" shows it')
    .action(async (id: string) => {
      const config = configOf(command);
      const ledger = await openLedger({ ...config, asItIs: true });
      await requireWebhook(ledger, id).finally(() => ledger.close());
      process.stdout.write(`${webhookSecrets(loadSecrets(config), id)[0]}\n`);
    });
  return withSettings(command, ['MARTLET_HOME']);
}

async function requireWebhook(ledger: Ledger, id: string): Promise<void> {
  if (await webhookById(ledger, id)) return;
  throw badInput(`Expected the id of a webhook, found ${JSON.stringify(id.slice(0, 60))}. See "martlet webhooks list".`);
}

function moment(value: string): string {
  const isWhole = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})$/.test(value);
  if (!isWhole || Number.isNaN(Date.parse(value)))
    throw new InvalidArgumentError('Expected a time with its zone, e.g. 2026-10-01T08:00:00+08:00.');
  return new Date(value).toISOString();
}
