import { msisdnHash } from '../security/msisdn.js';
import type { NumberSession } from './session.js';

/**
 * The ids behind a phone number: mostly one, of a number that changed hands several. That somebody asked is in the audit, whether one was
 * found or not. Errors: BAD_USER_INPUT for what is no phone number, TOO_BUSY for too many of the viewer's within a minute.
 */
export async function lookUp(msisdn: string, context: NumberSession): Promise<readonly string[]> {
  const hash = msisdnHash(context.secret, msisdn);
  await context.lookUps?.take(context.viewer);
  const { viewer, manifest } = context;
  const { subject, purpose } = viewer;
  const what = { action: 'look-up by phone number', decision: 'ALLOWED', detail: { hash } } as const;
  // Noted, not waited for: those of one request are still looked up together.
  context.note({ subject, purpose, generation: manifest.id, ...what });
  return context.numbers.ids.load(hash);
}
