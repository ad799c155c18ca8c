import type { Stats } from 'node:fs';
import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from './files.js';

/** Files by their paths as they were when their hashes were found right: another inode, size or time of writing is another state. */
export type FileStates = ReadonlyMap<string, string>;

/** Not by the time of the change (ctime): a build that shares the file with the next generation sets it. */
export const stateIn = ({ ino, size, mtimeMs }: Stats): string => `${ino} ${size} ${mtimeMs}`;

/** null: there is no such file. */
export const stateOf = (path: string): Promise<string | null> => stat(path).then(stateIn, () => null);

const pathOf = (root: string, id: string): string => join(root, `verified-${id}.json`);

/** The states that were verified last; none where nothing is remembered, or nothing that can be read. */
export const verifiedBefore = (root: string, id: string): Promise<FileStates> =>
  readFile(pathOf(root, id), 'utf8')
    .then((text) => new Map<string, string>(Object.entries(JSON.parse(text))))
    .catch(() => new Map<string, string>());

/** Remembers them for who believes it. In a home that cannot be written into nothing is remembered. */
export const rememberVerified = (root: string, id: string, states: FileStates): Promise<void> =>
  replaceFile(pathOf(root, id), JSON.stringify(Object.fromEntries(states))).catch(() => {});

export const forgetVerified = (root: string, id: string): Promise<void> => rm(pathOf(root, id), { force: true });
