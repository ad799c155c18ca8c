import {
  type DefinitionNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  parse,
  type SelectionNode,
  specifiedRules,
  TokenKind,
  type ValidationRule,
  validate,
} from 'graphql';
import { protocolLimits } from '../../security/limits.js';

const limits = protocolLimits;

/**
 * Bounds of a document before anything looks at it. GraphQL's own validation compares all fields of one name in one place with each other
 * and follows fragments wherever they are spread. Rules are made before one of them visits: where the document is beyond a bound this one
 * empties it, so that nothing is left to look at and the fault is all that is told.
 */
export const withinBounds: ValidationRule = (context) => {
  const document = context.getDocument();
  try {
    requireFewTokens(document);
    requireFewFields(document.definitions);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    context.reportError(error);
    Object.assign(document, { definitions: [] });
  }
  return {};
};

/** The document of a text. Errors: GraphQLError, also where it lies within itself too deep for the parser, which is recursive. */
export function parsed(text: string): DocumentNode {
  try {
    return parse(text, { maxTokens: limits.documentTokens });
  } catch (error) {
    throw error instanceof RangeError ? refused(tooDeepToParse) : error;
  }
}

/** As the parser that ran out of its stack should have said it. */
export const tooDeepToParse = `Expected at most ${limits.documentDepth} levels of braces and brackets, found many more.`;

/** Why a text is no document of this graph; null: it is one. */
export function faultOf(text: string, schema: GraphQLSchema): string | null {
  try {
    const [fault] = validate(schema, parsed(text), [...specifiedRules, withinBounds]);
    return fault?.message ?? null;
  } catch (error) {
    if (error instanceof GraphQLError) return error.message;
    throw error;
  }
}

/** Bounds of variables: coercion is recursive, and of each object it looks at every field that its type has. Errors: BAD_USER_INPUT. */
export function requireFewObjects(variables: unknown): void {
  let objects = 0;
  let level: readonly object[] = [variables].filter(isObject);
  for (let depth = 1; level.length > 0; depth++) {
    require('levels of variables', depth, limits.documentDepth);
    objects += level.filter((value) => !Array.isArray(value)).length;
    require('objects in variables', objects, limits.variableObjects);
    level = level.flatMap((value) => Object.values(value).filter(isObject));
  }
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

function require(what: string, found: number, most: number): void {
  if (found <= most) return;
  throw refused(`Expected at most ${most} ${what}, found more. Ask in several requests, and give long values as variables.`);
}

const refused = (text: string) => new GraphQLError(text, { extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } } });

/** Of what is written: how deep braces and brackets of any kind are; aliases, spreads, objects in arguments. */
function requireFewTokens({ loc }: DocumentNode): void {
  const found = { depth: 0, parentheses: 0, aliases: 0, spreads: 0, objects: 0 };
  for (let token = loc?.startToken ?? null; token; token = token.next) {
    const { kind } = token;
    if (kind === TokenKind.PAREN_L) found.parentheses++;
    else if (kind === TokenKind.PAREN_R) found.parentheses--;
    else if (kind === TokenKind.BRACE_L || kind === TokenKind.BRACKET_L) {
      require('levels', ++found.depth, limits.documentDepth);
      if (kind === TokenKind.BRACE_L && found.parentheses > 0) require('objects', ++found.objects, limits.documentObjects);
    } else if (kind === TokenKind.BRACE_R || kind === TokenKind.BRACKET_R) found.depth--;
    else if (kind === TokenKind.SPREAD) require('fragments spread', ++found.spreads, limits.documentFragments);
    else if (kind === TokenKind.COLON && found.parentheses === 0) require('aliases', ++found.aliases, limits.documentAliases);
  }
}

/** A place of the answer: what lies below it, and how often it is asked for. */
class Place {
  times = 0;
  readonly #below = new Map<string, Place>();

  at(name: string): Place {
    const known = this.#below.get(name) ?? new Place();
    this.#below.set(name, known);
    return known;
  }
}

/** Of what is asked for, fragments put in where they are spread. A fragment within itself is left to the validation. */
function requireFewFields(definitions: readonly DefinitionNode[]): void {
  const isFragment = (each: DefinitionNode): each is FragmentDefinitionNode => each.kind === Kind.FRAGMENT_DEFINITION;
  const fragments = new Map(definitions.filter(isFragment).map((each) => [each.name.value, each]));
  require('fragments', fragments.size, limits.documentFragments);
  require('operations', definitions.length - fragments.size, limits.documentOperations);
  const spread = new Set<string>();
  const found = { fields: 0, comparisons: 0 };

  const follow = (selections: readonly SelectionNode[], place: Place, depth: number, within: readonly string[]): void => {
    require('levels', depth, limits.documentDepth);
    for (const selection of selections) {
      require('fields', ++found.fields, limits.documentFields);
      require('directives in one place', selection.directives?.length ?? 0, limits.directivesInPlace);
      if (selection.kind === Kind.FIELD) {
        const own = place.at((selection.alias ?? selection.name).value);
        found.comparisons += own.times++ * costOf(selection);
        require('comparisons of fields that are asked for again', found.comparisons, limits.fieldComparisons);
        follow(selection.selectionSet?.selections ?? [], own, depth + 1, within);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        follow(selection.selectionSet.selections, place, depth + 1, within);
      } else if (!within.includes(selection.name.value)) {
        const { value: name } = selection.name;
        spread.add(name);
        follow(fragments.get(name)?.selectionSet.selections ?? [], place, depth + 1, [...within, name]);
      }
    }
  };
  const begin = (each: DefinitionNode) => {
    require('directives in one place', each.directives?.length ?? 0, limits.directivesInPlace);
    if ('selectionSet' in each && each.selectionSet) follow(each.selectionSet.selections, new Place(), 1, []);
  };
  for (const each of definitions) if (!isFragment(each)) begin(each);
  for (const [name, fragment] of fragments) if (!spread.has(name)) begin(fragment);
}

/** What comparing it with another one costs: arguments are compared by their text. */
const costOf = ({ arguments: given = [] }: FieldNode): number => 1 + (given.at(-1)?.loc?.end ?? 0) - (given[0]?.loc?.start ?? 0);
