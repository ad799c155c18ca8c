import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { MartletError } from '../../errors.js';

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const month = z.string().regex(/^\d{4}-\d{2}$/);

const check = z.object({ name: z.string(), ok: z.boolean(), detail: z.string() });

const manifest = z.object({
  version: z.literal(1),
  id: z.string().regex(/^\d{8}T\d{6}Z-[0-9a-f]{8}$/),
  /** Instant, ISO 8601. */
  builtAt: z.iso.datetime(),
  /** Last day of the newest month. */
  dataDate: z.iso.date(),
  /** All months, oldest first. */
  months: z.array(month).min(1),
  /** Rows of the newest month. */
  numbers: z.int().min(0),
  idType: z.enum(['BIGINT', 'VARCHAR']),
  contractHash: hash,
  catalogueHash: hash,
  /** Of the secret that phone numbers are hashed with; generations of before have none. */
  keyVersion: z
    .string()
    .regex(/^[0-9a-f]{8}$/)
    .optional(),
  /** Of the derived marts' SQL with the trees and thresholds in it. */
  martsHash: hash,
  /** Of all that the generation was made from: as long as it stays, a build has nothing to do. */
  inputsHash: hash,
  /** By month; a month whose fingerprint stays is not built again. */
  fingerprints: z.record(month, hash),
  /** By rollup: its definition. */
  rollups: z.record(z.string(), hash),
  /** By base mart and month ("score/2026-10"): what was looked at. Generations of before have none. */
  base: z.record(z.string(), hash).optional(),
  /** By base mart: the contract's columns that the warehouse has. */
  coverage: z.record(z.string(), z.array(z.string())),
  /** Columns ("mart.column") that the warehouse has not, by what stands in for them; also in `coverage`. Generations of before have none. */
  standIns: z.record(z.string(), z.string()).optional(),
  /**
   * By month: rows with a value in each contract column ("mart.column") that should have one in every row and has not. Generations of
   * before have none.
   */
  incomplete: z.record(month, z.record(z.string(), z.int().min(0))).optional(),
  checks: z.array(check),
  files: z.array(
    z.object({
      path: z.string().regex(/^(?!.*(?:^|\/)\.\.?(?:\/|$))[^/\0\\]+(?:\/[^/\0\\]+)*$/, 'expected a path below the generation'),
      bytes: z.int().min(0),
      sha256: hash,
      rows: z.int().min(0),
    }),
  ),
});

/** What a generation is: where it comes from, what was checked, and every file with its sha256. */
export type Manifest = Readonly<z.infer<typeof manifest>>;

/** Columns ("mart.column") that came without a single value, by the months in which that happened. */
export const emptyByMonth = ({ incomplete = {} }: Pick<Manifest, 'incomplete'>): ReadonlyMap<string, ReadonlySet<string>> =>
  new Map(
    Object.entries(incomplete)
      .map(([month, columns]) => [month, new Set(Object.keys(columns).filter((column) => columns[column] === 0))] as const)
      .filter(([, columns]) => columns.size > 0),
  );

/** One thing that was looked at before publishing. */
export type Check = Readonly<z.infer<typeof check>>;
export type ManifestFile = Manifest['files'][number];

export const MANIFEST = 'manifest.json';

const seal = (content: Manifest): string => createHash('sha256').update(JSON.stringify(content)).digest('hex');

/** The manifest as text; its own sha256 stands in it, so that a flipped bit in the manifest is seen as well. */
export const manifestText = (content: Manifest): string =>
  `${JSON.stringify({ ...manifest.parse(content), sha256: seal(manifest.parse(content)) }, null, 1)}\n`;

/** Reads a generation's manifest. Errors: INTERNAL when it is missing, cut off or altered. */
export async function readManifest(dir: string): Promise<Manifest> {
  const broken = (what: string, cause: unknown): MartletError =>
    new MartletError(
      'INTERNAL',
      `The generation in ${dir} cannot be used: its ${MANIFEST} ${what}. Build a new one.`,
      {},
      { cause },
    );
  let text: string;
  try {
    text = await readFile(join(dir, MANIFEST), 'utf8');
  } catch (cause) {
    throw broken('cannot be read', cause);
  }
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch (cause) {
    throw broken('is cut off or altered', cause);
  }
  const parsed = manifest.safeParse(found);
  if (!parsed.success) throw broken('is not of the expected form', parsed.error);
  if (seal(parsed.data) !== (found as { sha256?: unknown }).sha256) throw broken('has been altered', undefined);
  return parsed.data;
}
