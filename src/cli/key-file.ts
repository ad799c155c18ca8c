import { closeSync, openSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { type Document, isMap, isSeq, parseDocument, type YAMLMap, type YAMLSeq } from 'yaml';
import type { Config } from '../config.js';
import { sqlDirectory } from '../config.js';
import { badInput, MartletError } from '../errors.js';
import { readText } from '../lib/files.js';
import { policyWords } from '../martlet.js';
import { loadPolicies } from '../security/policies.js';

/** Errors: BAD_USER_INPUT where there is none. */
export function keyFileOf({ policies }: Config): string {
  if (policies === null) throw badInput('Expected a policies file. Name it with --policies, or set MARTLET_POLICIES.');
  return policies;
}

/** The keys of a policies file, to be changed: comments and all that is not a key stay as they are. */
export interface KeyFile {
  readonly document: Document;
  readonly keys: YAMLSeq;
  /** Errors: BAD_USER_INPUT for a key that is not in it. */
  find(id: string): YAMLMap;
}

/**
 * Changes a policies file, whole or not at all: what would not be a policies file is not written, and a running gateway takes what is. Errors:
 * BAD_USER_INPUT, as `loadPolicies`; CONFLICT where another command is changing it.
 */
export function editKeys(path: string, edit: (file: KeyFile) => void): void {
  const words = policyWords(null, sqlDirectory);
  loadPolicies(path, words);
  // Where the name is a link, the file that it leads to is changed.
  const real = realpathSync(path);
  const draft = `${real}.draft`;
  const file = draftOf(draft, statSync(real).mode & 0o777);
  try {
    const document = parseDocument(readText(real));
    edit(keysOf(document, path));
    // An entry is a line, however long.
    writeFileSync(file, document.toString({ lineWidth: 0 }), { flush: true });
    loadPolicies(draft, words);
    renameSync(draft, real);
  } finally {
    closeSync(file);
    rmSync(draft, { force: true });
  }
}

/** It can be made once: who comes second is told. */
function draftOf(draft: string, mode: number): number {
  try {
    return openSync(draft, 'wx', mode);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw badInput(`${draft}: ${(error as Error).message}`);
    throw new MartletError('CONFLICT', `${draft} is there: another command changes the file, or one was killed. Then remove it.`);
  }
}

function keysOf(document: Document, path: string): KeyFile {
  if (!isSeq(document.get('keys'))) document.set('keys', document.createNode([]));
  const keys = document.get('keys') as YAMLSeq;
  if (keys.items.length === 0) keys.flow = false;
  const find = (id: string): YAMLMap => {
    const found = keys.items.find((item) => isMap(item) && item.get('id') === id);
    if (found) return found as YAMLMap;
    throw badInput(`${path} has no key ${id}. "martlet key list" shows those that it has.`);
  };
  return { document, keys, find };
}
