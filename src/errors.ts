/** The public error codes (`extensions.code` in the graph). Clients branch on these; texts may change. */
export type ErrorCode =
  | 'BAD_USER_INPUT'
  | 'UNKNOWN_NAME'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'UNTRUSTED_DOCUMENT'
  | 'NOT_PROVIDED'
  | 'TOO_COSTLY'
  | 'TOO_BUSY'
  | 'UNAVAILABLE'
  | 'DEADLINE_EXCEEDED'
  | 'STALE_SLICE'
  | 'CONFLICT'
  | 'INTERNAL';

/** What else a client may use: `suggestions` (UNKNOWN_NAME), `retryAfterMs` (TOO_BUSY, UNAVAILABLE), `problems` (several at once). */
export interface ErrorDetails {
  readonly suggestions?: readonly string[];
  readonly retryAfterMs?: number;
  readonly problems?: readonly string[];
}

/**
 * The one error of the project. Its message may be shown to the client: it says what was expected, what came and what to do.
 * Anything else that is thrown is a fault of ours: it is logged, and the client sees INTERNAL and a request id.
 */
export class MartletError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: ErrorDetails = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'MartletError';
  }
}

/** The caller's fault: what was expected, what came, what to do. */
export const badInput = (message: string, details?: ErrorDetails): MartletError =>
  new MartletError('BAD_USER_INPUT', message, details);
