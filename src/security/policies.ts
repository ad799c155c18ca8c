import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { didYouMean, suggestions } from '../catalogue/suggestions.js';
import { badInput } from '../errors.js';
import { readSettings } from '../lib/files.js';
import { keptIn } from '../lib/memo.js';
import type { Credential } from './identity.js';
import { type Issuer, identityOfToken, issuerEntry, issuersByUrl } from './issuers.js';
import { holderOfKey, identityOfKey, type KeyEntry, keyCredential, keyEntry, keysById } from './keys.js';
import { retention } from './retention.js';
import { fieldOf, grantedTo, type Holder, type Role, role } from './roles.js';
import { loadTrustedDocuments } from './trusted-documents.js';
import type { Viewer } from './viewer.js';

const file = z.strictObject({
  roles: z.record(z.string(), role),
  keys: z.array(keyEntry).default([]),
  tokens: z.record(z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, 'expected a short name, e.g. company'), issuerEntry).default({}),
  retention,
  /** The list of trusted documents; beside the policies, unless its path is a whole one. */
  documents: z.string().min(1).optional(),
});

/** What a credential is worth at the moment. */
export interface Granted {
  readonly viewer: Viewer;
  /** When it must be proved anew; null: as long as the policies know it. */
  readonly until: Date | null;
}

export interface Policies {
  /** Those that were read: where one of them changes, it is to be read anew. */
  readonly files: readonly string[];
  /** Days that kinds of things are kept; a kind that is left out is kept for good. */
  readonly retention: z.infer<typeof retention>;
  /** API keys by their ids. */
  readonly keys: ReadonlyMap<string, KeyEntry>;
  /** Who gives tokens out, by their URLs. */
  readonly issuers: ReadonlyMap<string, Issuer>;
  /** Errors: UNAUTHENTICATED for a credential that holds no more, FORBIDDEN for one with no role of this file. */
  grant(credential: Credential, now?: Date): Granted;
  /** What a key that is held may see, whatever its secret; null where it is none of the policies, or none any more. */
  viewerOfKey(id: string, now?: Date): Viewer | null;
  /** The viewer of an API key. Errors: as `grant`. */
  authenticate(secret: string | undefined): Viewer;
}

/** What a policy file may speak of. */
export interface PolicyWords {
  /** Columns of a number, by field; null: they are not known, and none is an error. */
  readonly fields: ReadonlySet<string> | null;
  /** Marts of the contract; null: they are not known. */
  readonly marts: ReadonlySet<string> | null;
  /** Roles that a role may be `like`, by name. */
  readonly readyMade: Readonly<Record<string, object>>;
}

/** Reads roles, grants, API keys (as hashes) and who gives tokens out. Errors: BAD_USER_INPUT with every problem. */
export function loadPolicies(path: string, words: PolicyWords): Policies {
  const problems: string[] = [];
  const result = file.safeParse(withReadyMade(readSettings(path), words, problems));
  if (!result.success) problems.push(...result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  else problems.push(...unknownWords(result.data, words));
  if (!result.success || problems.length > 0) throw badInput(`${path}:\n${problems.join('\n')}`);
  const { roles, keys: entries, tokens, documents, retention: kept } = result.data;
  const list = documents === undefined ? [] : [resolve(dirname(path), documents)];
  const granting = { roles, documents: list.length === 0 ? new Map() : loadTrustedDocuments(list[0]!) };
  const keys = keysById(entries);
  const issuers = issuersByUrl(tokens);
  // What a key is worth is the same until the file is read anew, and asked for by each of its requests.
  const ofKeys = new Map<string, Viewer>();
  const viewerOf = (key: string, holder: Holder) => keptIn(ofKeys, key, () => grantedTo(holder, granting));
  const grant: Policies['grant'] = (credential, now = new Date()) => {
    const { until, ...holder } =
      'key' in credential ? identityOfKey(keys, credential, now) : identityOfToken(issuers, credential, now);
    return { viewer: 'key' in credential ? viewerOf(credential.key, holder) : grantedTo(holder, granting), until };
  };
  return {
    files: [path, ...list],
    retention: kept,
    keys,
    issuers,
    grant,
    viewerOfKey: (id, now = new Date()) => {
      const holder = holderOfKey(keys, id, now);
      return holder && viewerOf(id, holder);
    },
    authenticate: (secret) => grant(keyCredential(secret)).viewer,
  };
}

/** The file with each role that is `like` a ready-made one written out: what it says itself stands in place of that. */
function withReadyMade(content: unknown, { readyMade }: PolicyWords, problems: string[]): unknown {
  const { roles } = (content ?? {}) as { roles?: unknown };
  if (typeof roles !== 'object' || roles === null) return content;
  const whole = Object.entries(roles).map(([name, said]) => {
    if (typeof said?.like !== 'string') return [name, said];
    const { like, ...others } = said;
    if (!Object.hasOwn(readyMade, like))
      problems.push(unknown(`roles.${name}.like`, 'ready-made role', like, Object.keys(readyMade)));
    return [name, { ...readyMade[like], ...others }];
  });
  return { ...(content as object), roles: Object.fromEntries(whole) };
}

function unknownWords(
  { roles, keys, tokens, documents }: z.infer<typeof file>,
  { fields, marts }: PolicyWords,
): readonly string[] {
  const holding = [
    ...keys.map(({ id, roles: names }) => [`keys: ${id}`, names] as const),
    ...Object.entries(tokens).map(([name, { roles: map }]) => [`tokens.${name}.roles`, Object.values(map).flat()] as const),
  ];
  const held = holding.flatMap(([where, names]) =>
    names.filter((name) => !Object.hasOwn(roles, name)).map((name) => unknown(where, 'role', name, Object.keys(roles))),
  );
  const bound = documents === undefined ? Object.keys(roles).filter((name) => roles[name]!.documents === 'trusted') : [];
  const unbound = bound.map(
    (name) => `roles.${name}.documents: expected the policies to name a list: documents: trusted-documents.json`,
  );
  const ofRoles = Object.entries(roles).flatMap(([name, { columns }]: [string, Role]) =>
    Object.entries(columns).flatMap(([kind, named]) =>
      named
        .filter((column) => fields?.has(fieldOf(column)) === false)
        .map((column) => unknown(`roles.${name}.columns.${kind}`, 'column of a number', column, fields ?? [])),
    ),
  );
  const ofMarts = Object.entries(roles).flatMap(([name, { marts: granted, deny }]: [string, Role]) =>
    Object.entries({ marts: granted === 'all' ? [] : granted, 'deny.marts': deny.marts }).flatMap(([at, named]) =>
      named.filter((mart) => marts?.has(mart) === false).map((mart) => unknown(`roles.${name}.${at}`, 'mart', mart, marts ?? [])),
    ),
  );
  return [...held, ...ofRoles, ...ofMarts, ...unbound];
}

function unknown(where: string, kind: string, name: string, known: Iterable<string>): string {
  const near = suggestions(name, known);
  return `${where}: unknown ${kind} "${name}".${near.length > 0 ? didYouMean(near) : ` Known: ${[...known].slice(0, 20).join(', ')}.`}`;
}
