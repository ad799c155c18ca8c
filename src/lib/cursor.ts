import { createHash } from 'node:crypto';
import { badInput, type MartletError } from '../errors.js';

/** Cursors of one question to one generation. */
export interface Cursors {
  /** Where a page goes on; `position` as it likes. */
  encode(position: string): string;
  /** Errors: BAD_USER_INPUT for a cursor of another question, or generation. */
  decode(cursor: string): string;
  /** For a position that the answer does not have, the same. */
  refused(): MartletError;
}

/** `question` holds all that decides on rows and their order, and the generation's id; `what` is its name in errors, e.g. "report". */
export function cursorsOf(what: string, question: unknown): Cursors {
  const asked = JSON.stringify(question);
  // The position as well: one that was changed is refused before it is read.
  const stampOf = (position: string) => createHash('sha256').update(`${asked} ${position}`).digest('base64url').slice(0, 16);
  const refused = () =>
    badInput(
      `after: expected the endCursor of a page of this very ${what} on this generation, found another. Begin again without after.`,
    );
  const encode = (position: string) => `${stampOf(position)}.${Buffer.from(position).toString('base64url')}`;
  return {
    encode,
    decode: (cursor) => {
      const position = Buffer.from(cursor.slice(cursor.indexOf('.') + 1), 'base64url').toString();
      // To the letter: base64 passes over what it does not know.
      if (cursor === encode(position)) return position;
      throw refused();
    },
    refused,
  };
}

/** A page of rows, and where each of them lies. */
export interface KeysetPage<Row> {
  readonly rows: readonly Row[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly cursorOf: (row: Row) => string;
}

/** Where a page of rows that come the newest first goes on: behind this one. */
export interface TimePlace {
  readonly createdAt: string;
  readonly id: string;
}

/** Cursors of a question whose rows come the newest first. */
export function timeCursorsOf(what: string, question: unknown) {
  const cursors = cursorsOf(what, question);
  return {
    cursorOf: ({ createdAt, id }: TimePlace): string => cursors.encode(JSON.stringify({ createdAt, id })),
    /** Errors: BAD_USER_INPUT for a cursor of another question. */
    placeOf: (after: string | null): TimePlace | null =>
      after === null ? null : (JSON.parse(cursors.decode(after)) as TimePlace),
  };
}
