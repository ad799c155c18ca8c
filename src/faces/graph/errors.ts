import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { suggestions } from '../../catalogue/suggestions.js';
import type { Catalogue } from '../../catalogue/types.js';
import { MartletError } from '../../errors.js';
import { tooDeepToParse } from './bounds.js';

const unknownEnum = /Value "([^"]+)" does not exist in "(Measure|Dimension)" enum/;

/** Errors as clients see them: our own in full, GraphQL's with one of our codes, anything else as INTERNAL without a word of what it was. */
export function formatErrors(catalogue: Catalogue) {
  return (formatted: GraphQLFormattedError, thrown: unknown): GraphQLFormattedError => {
    const error = unwrapResolverError(thrown);
    const place = {
      ...(formatted.path ? { path: formatted.path } : {}),
      ...(formatted.locations ? { locations: formatted.locations } : {}),
    };
    if (error instanceof MartletError) {
      return { message: error.message, ...place, extensions: { code: error.code, ...error.details } };
    }
    if (formatted.extensions?.code === 'GRAPHQL_PARSE_FAILED' && causeOf(thrown) instanceof RangeError)
      return { message: tooDeepToParse, ...place, extensions: { code: 'BAD_USER_INPUT' } };
    if (!isForClients(thrown))
      return { message: 'The gateway failed; the request id is in its log.', ...place, extensions: { code: 'INTERNAL' } };
    const [, name, kind] = unknownEnum.exec(formatted.message) ?? [];
    if (name) {
      const known = kind === 'Measure' ? catalogue.measures : catalogue.dimensions;
      const code = 'UNKNOWN_NAME';
      return { message: formatted.message, ...place, extensions: { code, suggestions: suggestions(name, known.keys()) } };
    }
    return { message: formatted.message, ...place, extensions: { code: codeOf(formatted) } };
  };
}

/** True of what clients caused and should see: GraphQL's own errors (Apollo wraps them once more) and ours. */
export function isForClients(thrown: unknown): boolean {
  const error = unwrapResolverError(thrown);
  if (error instanceof MartletError) return true;
  return error instanceof GraphQLError && (!error.originalError || error.originalError instanceof GraphQLError);
}

/** As resolvers' errors are wrapped, so that our own are told and others are not. */
export const wrapped = (error: unknown): GraphQLError =>
  new GraphQLError('failed', { originalError: error instanceof Error ? error : new Error(String(error)), path: [] });

/** Of what is refused before an operation begins. */
export async function asRefusal(check: () => void | Promise<void>): Promise<void> {
  try {
    await check();
  } catch (error) {
    throw wrapped(error);
  }
}

/** What was thrown first: Apollo wraps what the parser throws, and once more. */
const causeOf = (error: unknown): unknown =>
  error instanceof GraphQLError && error.originalError ? causeOf(error.originalError) : error;

/** Apollo's codes stay where they say more (a parse error, a persisted query); validation and bad variables are bad input. */
function codeOf({ extensions, path }: GraphQLFormattedError): unknown {
  const code = extensions?.code;
  // Apollo's name for an error without one: of a value that is answered it is our fault, else the client's.
  if (code === 'INTERNAL_SERVER_ERROR' && path) return 'INTERNAL';
  const unnamed = ['GRAPHQL_VALIDATION_FAILED', 'INTERNAL_SERVER_ERROR', undefined];
  return unnamed.includes(code as string | undefined) ? 'BAD_USER_INPUT' : code;
}
