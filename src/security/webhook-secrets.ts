import { derivedKey } from '../lib/derived-key.js';
import type { Secrets } from './secret.js';

/**
 * By which who is told of events knows that this gateway tells them, as Standard Webhooks writes secrets: derived from the gateway's own, so that
 * none is stored. The first is that of the gateway's secret of now, the other that of the one before, while it is rotated.
 */
export const webhookSecrets = (secrets: Secrets, webhook: string): readonly [string, ...string[]] =>
  secrets.map(({ key }) => `whsec_${Buffer.from(derivedKey(key, `webhook ${webhook}`)).toString('base64')}`) as [
    string,
    ...string[],
  ];
