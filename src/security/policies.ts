import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { didYouMean, suggestions } from '../catalogue/suggestions.js';
import { badInput, MartletError } from '../errors.js';
import { readSettings } from '../lib/files.js';
import { fieldOf, grantedTo, own, type Role, role } from './roles.js';
import { loadTrustedDocuments } from './trusted-documents.js';
import type { Viewer } from './viewer.js';

const key = z.strictObject({
  id: z.string().regex(/^[a-z0-9]{6,32}$/),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  subject: z.string().min(1),
  roles: z.array(z.string()).min(1),
  ...own,
});

const file = z.strictObject({
  roles: z.record(z.string(), role),
  keys: z.array(key),
  /** The list of trusted documents; beside the policies, unless its path is a whole one. */
  documents: z.string().min(1).optional(),
});

export interface Policies {
  /** Those that were read: where one of them changes, it is to be read anew. */
  readonly files: readonly string[];
  /** The viewer of an API key. Errors: UNAUTHENTICATED. */
  authenticate(secret: string | undefined): Viewer;
}

/** What a policy file may speak of. */
export interface PolicyWords {
  /** Columns of a number, by field; null: they are not known, and none is an error. */
  readonly fields: ReadonlySet<string> | null;
  /** Roles that a role may be `like`, by name. */
  readonly readyMade: Readonly<Record<string, object>>;
}

/** Reads roles, grants and API keys (as hashes). Errors: BAD_USER_INPUT with every problem. */
export function loadPolicies(path: string, words: PolicyWords): Policies {
  const problems: string[] = [];
  const result = file.safeParse(withReadyMade(readSettings(path), words, problems));
  if (!result.success) problems.push(...result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  else problems.push(...unknownWords(result.data, words));
  if (!result.success || problems.length > 0) throw badInput(`${path}:\n${problems.join('\n')}`);
  const { roles, keys, documents } = result.data;
  const list = documents === undefined ? [] : [resolve(dirname(path), documents)];
  const granting = { roles, documents: list.length === 0 ? new Map() : loadTrustedDocuments(list[0]!) };
  const viewers = new Map(
    keys.map((entry) => [entry.id, { hash: Buffer.from(entry.sha256, 'hex'), viewer: grantedTo(entry, granting) }]),
  );
  return {
    files: [path, ...list],
    authenticate: (secret) => {
      const entry = viewers.get(secret?.split('_')[1] ?? '');
      const hash = createHash('sha256')
        .update(secret ?? '')
        .digest();
      if (!entry || !timingSafeEqual(entry.hash, hash)) {
        throw new MartletError('UNAUTHENTICATED', 'Expected an API key of this gateway in the header "Authorization: Bearer …".');
      }
      return entry.viewer;
    },
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

function unknownWords({ roles, keys, documents }: z.infer<typeof file>, { fields }: PolicyWords): readonly string[] {
  const ofKeys = keys.flatMap(({ id, roles: names }) =>
    names.filter((name) => !Object.hasOwn(roles, name)).map((name) => unknown(`keys: ${id}`, 'role', name, Object.keys(roles))),
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
  return [...ofKeys, ...ofRoles, ...unbound];
}

function unknown(where: string, kind: string, name: string, known: Iterable<string>): string {
  const near = suggestions(name, known);
  return `${where}: unknown ${kind} "${name}".${near.length > 0 ? didYouMean(near) : ` Known: ${[...known].slice(0, 20).join(', ')}.`}`;
}

/** A new API key: the secret to hand over once (192 random bits), and its line for the policies file. */
export function newKey(subject: string, roles: readonly string[], cities: readonly string[]) {
  const id = randomBytes(6).toString('hex');
  const secret = `martlet_${id}_${randomBytes(24).toString('base64url')}`;
  const sha256 = createHash('sha256').update(secret).digest('hex');
  return { secret, entry: { id, sha256, subject, roles: [...roles], cities: [...cities] } };
}
