import { z } from 'zod';
import { badInput } from '../errors.js';
import { isLoopback } from '../lib/loopback.js';
import { type Identity, type TokenCredential, unauthenticated } from './identity.js';
import { type RowKind, rowKinds } from './rows.js';

/** Signed by the issuer's private key: with a shared one (HS256) who checks a token could also make it. */
const signatures = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'] as const;

const place = z.url().refine((text) => {
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}, 'expected https://…, or http:// of this machine');

const name = z.string().min(1);
/** A claim by its name, or by the names on the way to it: [realm_access, roles]. */
const claim = z.union([name, z.array(name).min(1)]);
const several = z.union([name.transform((one) => [one]), z.array(name).min(1)]);
/** What is somebody's own, each kind by its name unless it is said. */
export const rowClaims = Object.keys(rowKinds) as RowKind[];
const ownClaims = Object.fromEntries(rowClaims.map((kind) => [kind, claim.default(kind)])) as Record<
  RowKind,
  ReturnType<typeof claim.default>
>;

/** Who gives tokens out, in the policies file, and what is believed of them. */
export const issuerEntry = z.strictObject({
  issuer: place,
  /** What tokens for this gateway say that they are for. */
  audience: several,
  algorithms: z.array(z.enum(signatures)).min(1),
  /** Where the issuer's keys are. Left out: where its OpenID description says. */
  jwks: place.optional(),
  /** The header `typ`. Left out: JWT, at+jwt or none. */
  type: name.optional(),
  claims: z.strictObject({ subject: claim.default('sub'), roles: claim.default('roles'), ...ownClaims }).prefault({}),
  /** Roles of this file by what the issuer calls them. What is not in it gives nothing. */
  roles: z.record(name, several),
  /** By which browsers sign in there (authorization code and PKCE). */
  signIn: z
    .strictObject({
      clientId: name,
      /** A file with the client's secret. Left out: a public client. */
      clientSecretFile: name.optional(),
      scopes: z.array(name).default(['openid']),
    })
    .optional(),
});

/** With its name in the policies. */
export type Issuer = z.infer<typeof issuerEntry> & { readonly name: string };

/** Issuers by their URLs. Errors: BAD_USER_INPUT where two have one. */
export function issuersByUrl(entries: Readonly<Record<string, z.infer<typeof issuerEntry>>>): ReadonlyMap<string, Issuer> {
  const byUrl = new Map<string, Issuer>();
  for (const [name, entry] of Object.entries(entries)) {
    const other = byUrl.get(entry.issuer);
    if (other) throw badInput(`tokens: expected an issuer once, found ${entry.issuer} as ${other.name} and ${name}.`);
    byUrl.set(entry.issuer, { ...entry, name });
  }
  return byUrl;
}

/** What a proved token gives now: its roles by the issuer's map. Errors: UNAUTHENTICATED where its time is over or its issuer is no more. */
export function identityOfToken(
  issuers: ReadonlyMap<string, Issuer>,
  { issuer, subject, roles, own, expires }: TokenCredential,
  now: Date,
): Identity {
  const entry = issuers.get(issuer);
  if (!entry) throw unauthenticated('Tokens of this issuer are not taken any more. Sign in anew.');
  const until = new Date(expires);
  if (until <= now) throw unauthenticated(`It ended at ${expires}. Sign in anew.`);
  const known = roles.flatMap((role) => (Object.hasOwn(entry.roles, role) ? entry.roles[role]! : []));
  return { ...own, subject, roles: [...new Set(known)], until };
}
