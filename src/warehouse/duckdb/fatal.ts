/** After these DuckDB refuses all further work on the connection, or on the whole database. */
export const isFatal = (error: unknown): boolean =>
  error instanceof Error && /^(FATAL|INTERNAL|Connection) Error/.test(error.message);
