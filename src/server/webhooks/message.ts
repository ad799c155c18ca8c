import { createHmac } from 'node:crypto';
import type { OutboxEventRow } from '../../ledger/tables.js';

/** An event as it is sent: a CloudEvent (1.0, structured), signed as Standard Webhooks has it, once by each secret. */
export function messageOf(event: OutboxEventRow, secrets: readonly string[], now: Date) {
  const { id, type, subject, seq, at, data } = event;
  const body = JSON.stringify({
    specversion: '1.0',
    id,
    source: '/martlet',
    type,
    subject,
    time: at,
    // Of equal length, so that it is compared as a text (CloudEvents' extension "sequence").
    sequence: String(seq).padStart(16, '0'),
    datacontenttype: 'application/json',
    data: JSON.parse(data) as object,
  });
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const signature = (secret: string) => {
    const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
  };
  const headers = {
    'content-type': 'application/cloudevents+json; charset=utf-8',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': secrets.map(signature).join(' '),
  };
  return { headers, body };
}
