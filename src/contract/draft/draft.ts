import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { badInput } from '../../errors.js';
import { text } from '../../lib/quote.js';
import type { Builder } from '../../warehouse/duckdb.js';
import type { IdType } from '../engine-type.js';
import { extendedMarts } from '../own-columns.js';
import type { SourceFile } from '../read/folder.js';
import { ownContract } from '../read/survey.js';
import type { Contract, ContractMart } from '../types.js';
import { draftOwnColumns } from './draft-own-columns.js';
import type { GuessedExtract } from './drafted-column.js';
import { encodingOf, toUtf8 } from './encoding.js';
import { isText, listExtracts, openExtracts } from './extracts.js';
import { guessColumns, likeliestMart } from './guess.js';
import { type Draft, type DraftedMapping, draftMapping } from './mapping.js';
import { type ColumnProfile, profilesOf } from './profile.js';
import { readMe } from './read-me.js';
import type { Vocabulary } from './vocabulary.js';

export interface DraftOptions {
  /** A folder of extracts, or one file. */
  readonly data: string;
  /** The folder of mappings to make: nothing is in it yet, but for `contract` with columns of the operator's own. */
  readonly out: string;
  /** The month of files that do not say theirs; who left in it is told by a month made before it. */
  readonly snapshot: string | null;
  readonly onProgress?: (done: number, total: number, label: string) => void;
}

/**
 * Looks into extracts and writes a mapping for each mart of the contract that something in them is like, with a README.md that says
 * what was guessed and why. Errors: BAD_USER_INPUT where there is nothing to read, or something to write over.
 */
export async function draftWarehouse(
  builder: Builder,
  contract: Contract,
  vocabulary: Vocabulary,
  options: DraftOptions,
): Promise<Draft> {
  const { snapshot, onProgress } = options;
  const { root, files, passedOver: unread } = listExtracts(options.data);
  const passedOver = [...unread];
  const out = resolve(options.out);
  const before = await makeNew(out);
  try {
    const { data, copied } = await inUtf8(root, files, join(out, 'data'), onProgress);
    await builder.execute(`SET VARIABLE data = ${text(data)}`);
    const here = files.map((file) => ({ ...file, path: join(data, file.name) }));
    const extracts = await openExtracts(builder, here, passedOver);
    const parts = new Map<ContractMart, GuessedExtract[]>();
    for (const [at, extract] of extracts.entries()) {
      onProgress?.(at, extracts.length, extract.name);
      const mart = likeliestMart(contract, extract, vocabulary);
      if (mart === null) {
        passedOver.push(`${extract.name}: no column of it is called like one of the contract`);
        continue;
      }
      const profiles = await profilesOf(builder, extract, vocabulary);
      const guesses = guessColumns(mart, profiles, vocabulary);
      parts.set(mart, [...(parts.get(mart) ?? []), { extract, profiles, guesses }]);
    }
    const context = {
      vocabulary,
      idType: idTypeOfExtracts([...parts.values()].flat()),
      key: randomBytes(16).toString('hex'),
      snapshot,
    };
    const marts: DraftedMapping[] = [];
    for (const mart of contract.marts.values()) {
      const own = parts.get(mart);
      if (!own) continue;
      const drafted = await draftMapping(builder, mart, own, context);
      const lacking = [...mart.columns.values()].filter(
        (column) => column.required && !drafted.columns.some((each) => each.column === column),
      );
      if (lacking.length === 0) marts.push(drafted);
      else
        passedOver.push(
          `${own.map(({ extract }) => extract.name).join(', ')}: like ${mart.name}, but without ${lacking.map(({ name }) => name).join(', ')}, which it must have`,
        );
    }
    const left = [...parts].flatMap(([mart, own]) => {
      const isWritten = marts.some((each) => each.mart === mart);
      return own.map(({ extract, profiles, guesses }) => ({
        mart,
        extract: extract.name,
        columns: profiles.filter((each) => !isWritten || !guesses.some(({ from }) => from === each)),
      }));
    });
    const overlays = await writeOverlays(left, marts, out, vocabulary);
    const told = left.map(({ extract, columns }) => ({ extract, columns: columns.map(({ name }) => name) }));
    const draft = { out, data, marts, left: told.filter(({ columns }) => columns.length > 0), overlays, passedOver, copied };
    for (const { mart, sql } of marts) await writeFile(join(out, `${mart.name}.sql`), sql);
    await writeFile(join(out, 'README.md'), readMe(draft, { contract, vocabulary, snapshot }));
    return draft;
  } catch (error) {
    for (const name of await readdir(out))
      if (!before.includes(name)) await rm(join(out, name), { recursive: true, force: true });
    if (before.length === 0) await rm(out, { recursive: true, force: true });
    throw error;
  }
}

/** What was in it before. */
async function makeNew(out: string): Promise<readonly string[]> {
  await mkdir(dirname(out), { recursive: true });
  try {
    await mkdir(out);
    return [];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const before = await readdir(out).catch(() => null);
    if (before?.join() === ownContract) return before;
    throw badInput(
      `${out}: expected a folder that is not there yet, or has nothing but ${ownContract}, as nothing is written over; name another one with --out.`,
    );
  }
}

interface Left {
  readonly mart: ContractMart;
  readonly extract: string;
  readonly columns: readonly ColumnProfile[];
}

/** The files of columns of one's own that were drafted: of marts that are written, where the operator has none of his own. */
async function writeOverlays(left: readonly Left[], marts: readonly DraftedMapping[], out: string, vocabulary: Vocabulary) {
  const written: string[] = [];
  for (const { mart } of marts) {
    const own = left
      .filter((each) => each.mart === mart)
      .flatMap(({ extract, columns }) => columns.map((from) => ({ extract, from })));
    const path = join(ownContract, `${mart.name}.yaml`);
    if (own.length === 0 || !extendedMarts.includes(mart.name) || existsSync(join(out, path))) continue;
    await mkdir(join(out, ownContract), { recursive: true });
    await writeFile(join(out, path), draftOwnColumns(mart, own, vocabulary));
    written.push(path);
  }
  return written;
}

/** The folder that the mappings read: the extracts', or where any of them is no UTF-8 a copy of all, since a mapping reads below one folder. */
async function inUtf8(root: string, files: readonly SourceFile[], copies: string, onProgress: DraftOptions['onProgress']) {
  const found: { file: SourceFile; encoding: string }[] = [];
  for (const file of files) found.push({ file, encoding: isText(file.name) ? await encodingOf(file.path) : 'utf-8' });
  const foreign = found.filter(({ encoding }) => encoding !== 'utf-8');
  if (foreign.length === 0) return { data: root, copied: [] };
  for (const [at, { file, encoding }] of found.entries()) {
    onProgress?.(at, found.length, `copying ${file.name}`);
    const copy = join(copies, file.name);
    await mkdir(dirname(copy), { recursive: true });
    await (encoding === 'utf-8' ? copyFile(file.path, copy) : toUtf8(file.path, encoding, copy));
  }
  return { data: copies, copied: foreign.map(({ file, encoding }) => ({ file: file.name, encoding })) };
}

/** Ids are of one kind in all marts: whole numbers where all of them are, else text. */
function idTypeOfExtracts(parts: readonly GuessedExtract[]): IdType {
  const ids = parts.flatMap(({ guesses }) => guesses.filter(({ column }) => column.type === 'ID'));
  const isWhole = ids.every(
    ({ as, from: { form, samples } }) =>
      as === 'itself' &&
      (form.kind === 'number' || form.kind === 'phone') &&
      !(form.kind === 'number' && (form.scale > 0 || form.strips.length > 0)) &&
      samples.every((sample) => /^(0|[1-9]\d{0,17})$/.test(sample)),
  );
  return isWhole ? 'BIGINT' : 'VARCHAR';
}
