import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { secretOf } from '../../../src/security/secret.js';
import { webhookSecrets } from '../../../src/security/webhook-secrets.js';
import { messageOf } from '../../../src/server/webhooks/message.js';

const [now, before] = ['a'.repeat(64), 'b'.repeat(64)].map((hex) => secretOf(hex)!);
const event = {
  id: 'e1',
  type: 'order.made',
  subject: '7',
  seq: 12,
  at: '2026-10-31T02:00:00.000Z',
  data: '{"offer":"流量包"}',
} as const;

test('while the gateway’s secret is rotated an event is signed by both, and one webhook’s secret is no other’s', () => {
  const secrets = webhookSecrets([now!, before!], 'w1');
  const { headers, body } = messageOf(event, secrets, new Date());
  for (const secret of secrets)
    expect(new Webhook(secret).verify(body, headers)).toMatchObject({ id: 'e1', data: { offer: '流量包' } });
  const others = [webhookSecrets([now!], 'w2')[0], webhookSecrets([secretOf('c'.repeat(64))!], 'w1')[0]];
  for (const secret of others) expect(() => new Webhook(secret).verify(body, headers)).toThrow('No matching signature');
  const late = messageOf(event, secrets, new Date(Date.now() - 6 * 60_000));
  expect(() => new Webhook(secrets[0]).verify(late.body, late.headers)).toThrow('too old');
});
