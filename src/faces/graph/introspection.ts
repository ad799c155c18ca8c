import { BREAK, type DocumentNode, type GraphQLError, visit } from 'graphql';

/** Does a document ask for the schema? `__typename` is no part of it. */
export function asksForIntrospection(document: DocumentNode): boolean {
  let found = false;
  visit(document, {
    Field({ name: { value } }) {
      if (value !== '__schema' && value !== '__type') return undefined;
      found = true;
      return BREAK;
    },
  });
  return found;
}

/** A fault of a document, without the names of the schema that may have been meant. */
export function withoutSuggestions(error: GraphQLError): void {
  if (!/in "(Measure|Dimension)" enum/.test(error.message)) error.message = error.message.replace(/ Did you mean .*$/s, '');
}
