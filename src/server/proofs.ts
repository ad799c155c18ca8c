import type { FastifyBaseLogger } from 'fastify';
import type { Config } from '../config.js';
import { noteKeyUse } from '../ledger/key-uses.js';
import type { Ledger } from '../ledger/ledger.js';
import { LastMinute } from '../lib/last-minute.js';
import { loadSecrets } from '../security/secret.js';
import { Tokens } from '../security/tokens.js';
import type { Proofs } from './authentication.js';
import { DownloadLinks } from './download-links.js';
import { BrowserSessions } from './sign-in/browser-sessions.js';
import { ProviderSignIn } from './sign-in/provider-sign-in.js';
import type { WatchedPolicies } from './watched-policies.js';

/** All that proofs of a person are looked at with, and made with. */
export function proofsOf(config: Config, policies: WatchedPolicies, ledger: Ledger, log: FastifyBaseLogger) {
  const secrets = loadSecrets(config);
  const tokens = new Tokens((err, issuer) => log.warn({ err, issuer }, 'the keys of an issuer of tokens cannot be had'));
  const sessions = new BrowserSessions(secrets, config.sessionMs);
  const providers = new ProviderSignIn(secrets, tokens);
  const proofs: Proofs = { policies, tokens, sessions, links: new DownloadLinks(secrets), onKeyUse: keyUseNotes(ledger, log) };
  return { ...proofs, providers };
}

/**
 * Notes in the ledger when a key was used, while its request goes on; one that cannot be noted keeps nobody from being answered. Last uses are
 * told to the minute: a key that asks often costs a write a minute.
 */
function keyUseNotes(ledger: Ledger, log: FastifyBaseLogger): (id: string) => void {
  const noted = new LastMinute();
  return (id) => {
    if (noted.since(id).length > 0) return;
    noted.add(id, 1);
    noteKeyUse(ledger, id, new Date()).catch((err: unknown) => log.error({ err }, 'the use of a key could not be noted'));
  };
}
