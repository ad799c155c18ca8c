import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Catalogue } from '../../src/catalogue/types.js';
import { sqlDirectory } from '../../src/config.js';
import { MartletError } from '../../src/errors.js';
import { loadDefinitions } from '../../src/serving/definitions.js';

export const shipped = `${sqlDirectory}/catalogue`;
export type Files = Readonly<Record<string, string>>;

/** The shipped catalogue with these files laid over it, each record in a directory of its own. */
export function overlaid(...layers: readonly Files[]): Catalogue {
  const directories = layers.map((files) => {
    const directory = mkdtempSync(join(tmpdir(), 'martlet-catalogue-'));
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(directory, name)), { recursive: true });
      writeFileSync(join(directory, name), text);
    }
    return directory;
  });
  try {
    return loadDefinitions({ sql: sqlDirectory, catalogues: [shipped, ...directories] }).catalogue;
  } catch (error) {
    if (!(error instanceof MartletError) || !error.details.problems) throw error;
    throw new Refused(
      error,
      directories.map((directory) => `${basename(directory)}/`),
    );
  } finally {
    for (const directory of directories) rmSync(directory, { recursive: true });
  }
}

/** Problems as shown, "measures/x.yaml:2: …", without the temporary directory's name. */
export class Refused extends Error {
  readonly problems: readonly string[];
  constructor(
    readonly error: MartletError,
    directories: readonly string[],
  ) {
    super(error.message);
    this.problems = error.details.problems!.map((problem) =>
      directories.reduce((text, directory) => text.replaceAll(directory, ''), problem),
    );
  }
}

export function problemsOf(...layers: readonly Files[]): readonly string[] {
  try {
    overlaid(...layers);
  } catch (error) {
    if (error instanceof Refused) return error.problems;
    throw error;
  }
  return [];
}
