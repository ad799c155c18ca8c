/** A name or text in both languages. */
export interface Names {
  readonly en: string;
  readonly zh: string;
}

/** Where an entry was written, for error messages. */
export interface SourceLocation {
  readonly file: string;
  readonly line: number;
}
