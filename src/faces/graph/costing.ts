import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  valueFromASTUntyped,
} from 'graphql';
import type { Catalogue } from '../../catalogue/types.js';
import type { Cost } from '../../security/spending.js';
import { fieldOfType, fieldStatements, sharedLists, usualSizes } from './field-statements.js';

export interface Asked {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
}

/** Where a selection stands: for how many rows, and how many a list in it has, where what is above says so (a connection). */
interface Place {
  readonly rows: number;
  readonly page: number | null;
}

/**
 * The cost of an operation by what is written: every field counts as often as its lists have rows (`first`, `top`, `months`, else what the
 * catalogue lets expect), under each alias and wherever its fragment is spread. The document is a valid one, and within its bounds.
 */
export const costing = (schema: GraphQLSchema, catalogue: Catalogue): ((asked: Asked) => Cost) => {
  const sizes = usualSizes(catalogue);
  return (asked) => costOf(asked, { schema, catalogue, sizes });
};

interface Known {
  readonly schema: GraphQLSchema;
  readonly catalogue: Catalogue;
  /** Rows of lists, by field. */
  readonly sizes: Readonly<Record<string, number>>;
}

function costOf({ document, operation, variables }: Asked, { schema, catalogue, sizes }: Known): Cost {
  const fragments = new Map(document.definitions.filter(isFragment).map((fragment) => [fragment.name.value, fragment]));
  const given = { ...defaultsOf(operation), ...variables };
  const root = schema.getRootType(operation.operation);
  let [statements, cells] = [0, 0];

  function add({ selections }: SelectionSetNode, type: GraphQLObjectType, place: Place): void {
    for (const selection of selections) {
      if (isLeftOut(selection)) continue;
      if (selection.kind === Kind.FRAGMENT_SPREAD) add(fragments.get(selection.name.value)!.selectionSet, type, place);
      else if (selection.kind === Kind.INLINE_FRAGMENT) add(selection.selectionSet, type, place);
      else addField(selection, type, place);
    }
  }

  function addField(node: FieldNode, type: GraphQLObjectType, { rows, page }: Place): void {
    cells += rows;
    const field = type.getFields()[node.name.value];
    if (!field) return;
    const argument = (name: string) => argumentOf(node, field, name, given);
    const isRoot = type === root;
    statements += fieldStatements(fieldOfType(type.name, field.name), { isRoot, rows, argument, catalogue });
    const below = getNamedType(field.type);
    if (!node.selectionSet || !isObjectType(below)) return;
    const own = sizeOf(argument);
    const isList = isListType(getNullableType(field.type));
    const size = isList ? (own ?? page ?? sizes[field.name] ?? usualSize) : 1;
    const all = sharedLists.has(field.name) ? size : rows * size;
    add(node.selectionSet, below, { rows: all, page: isList ? null : (own ?? page) });
  }

  const isLeftOut = ({ directives = [] }: { readonly directives?: FieldNode['directives'] }): boolean =>
    directives.some(({ name, arguments: [condition] = [] }) => {
      const holds = condition && valueFromASTUntyped(condition.value, given);
      return (name.value === 'skip' && holds === true) || (name.value === 'include' && holds === false);
    });

  if (root) add(operation.selectionSet, root, { rows: 1, page: null });
  return { statements, cells };
}

const isFragment = (definition: DocumentNode['definitions'][number]): definition is FragmentDefinitionNode =>
  definition.kind === Kind.FRAGMENT_DEFINITION;

const defaultsOf = ({ variableDefinitions = [] }: OperationDefinitionNode): Record<string, unknown> =>
  Object.fromEntries(
    variableDefinitions.flatMap(({ variable, defaultValue }) =>
      defaultValue ? [[variable.name.value, valueFromASTUntyped(defaultValue)]] : [],
    ),
  );

/** As it is written, or the schema's own; nothing is checked: what is wrong is refused when it is read. */
function argumentOf(
  node: FieldNode,
  { args }: GraphQLField<unknown, unknown>,
  name: string,
  given: Readonly<Record<string, unknown>>,
): unknown {
  const said = node.arguments?.find((argument) => argument.name.value === name);
  return (said && valueFromASTUntyped(said.value, given)) ?? args.find((argument) => argument.name === name)?.defaultValue;
}

/** Of a list that nothing is known of. */
const usualSize = 10;

/** How many rows the arguments let come; null where they say nothing. */
function sizeOf(argument: (name: string) => unknown): number | null {
  for (const name of ['first', 'top', 'limit', 'months', 'size', 'measures', 'codes']) {
    const said = argument(name);
    if (typeof said === 'number') return Math.max(1, said);
    if (Array.isArray(said)) return Math.max(1, said.length);
  }
  return null;
}
