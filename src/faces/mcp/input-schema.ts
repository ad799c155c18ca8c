import {
  type ASTNode,
  type DocumentNode,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  Kind,
  TypeInfo,
  type TypeNode,
  typeFromAST,
  type ValueNode,
  valueFromASTUntyped,
  visit,
  visitWithTypeInfo,
} from 'graphql';

export type JsonSchema = Readonly<Record<string, unknown>>;

/** What a document's variables may be, as JSON Schema, in the graph's own words. The graph itself checks what comes. */
export function inputSchemaOf(document: DocumentNode, schema: GraphQLSchema) {
  const meant = meaningsOf(document, schema);
  const variables = document.definitions.flatMap((each) =>
    each.kind === Kind.OPERATION_DEFINITION ? (each.variableDefinitions ?? []) : [],
  );
  const properties = variables.map(({ variable: { name }, type: written, defaultValue }) => {
    // The document is valid.
    const type = typeFromAST(schema, written as TypeNode) as GraphQLInputType;
    const description = [meant.get(name.value), wordsOf(type)].filter(Boolean).join(' ');
    return [
      name.value,
      {
        ...jsonSchemaOf(type),
        ...(description && { description }),
        ...(defaultValue && { default: valueFromASTUntyped(defaultValue) }),
      },
    ] as const;
  });
  const isRequired = ({ type, defaultValue }: (typeof variables)[number]) =>
    type.kind === Kind.NON_NULL_TYPE && defaultValue === undefined;
  return {
    type: 'object' as const,
    properties: Object.fromEntries(properties) as Readonly<Record<string, JsonSchema>>,
    required: variables.filter(isRequired).map(({ variable: { name } }) => name.value),
    additionalProperties: false,
  };
}

/** What the graph says of the argument or the field that a variable is first given to. */
function meaningsOf(document: DocumentNode, schema: GraphQLSchema): ReadonlyMap<string, string> {
  const meant = new Map<string, string>();
  const types = new TypeInfo(schema);
  const note = (value: ValueNode, description: string | null | undefined) => {
    if (value.kind === Kind.VARIABLE && description && !meant.has(value.name.value)) meant.set(value.name.value, description);
  };
  const enter = (node: ASTNode) => {
    if (node.kind === Kind.VARIABLE_DEFINITION) return false;
    if (node.kind === Kind.ARGUMENT) note(node.value, types.getArgument()?.description);
    const within = getNamedType(types.getParentInputType());
    if (node.kind === Kind.OBJECT_FIELD && isInputObjectType(within))
      note(node.value, within.getFields()[node.name.value]?.description);
    return undefined;
  };
  visit(document, visitWithTypeInfo(types, { enter }));
  return meant;
}

const scalars: Readonly<Record<string, JsonSchema>> = {
  Int: { type: 'integer' },
  Float: { type: 'number' },
  Boolean: { type: 'boolean' },
  YearMonth: { type: 'string', pattern: '^\\d{4}-\\d{2}$' },
};

function jsonSchemaOf(type: GraphQLInputType): JsonSchema {
  if (isNonNullType(type)) return jsonSchemaOf(type.ofType);
  if (isListType(type)) return { type: 'array', items: jsonSchemaOf(type.ofType) };
  if (isEnumType(type)) return { type: 'string', enum: type.getValues().map(({ name }) => name) };
  if (!isInputObjectType(type)) return scalars[type.name] ?? { type: 'string' };
  if (isLong(type)) return { type: 'object' };
  const fields = Object.values(type.getFields());
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map((field) => [field.name, jsonSchemaOf(field.type)])),
    required: fields.filter((field) => isNonNullType(field.type) && field.defaultValue === undefined).map(({ name }) => name),
  };
}

/** A filter has a field for every column: a model is told how they are compared, and finds their names in the catalogue. */
const mostFields = 30;
const isLong = (type: GraphQLInputObjectType): boolean => Object.keys(type.getFields()).length > mostFields;

function wordsOf(type: GraphQLInputType): string {
  const named = getNamedType(type);
  if (!isInputObjectType(named) || !isLong(named)) return '';
  const compared = new Set(Object.values(named.getFields()).map((field) => getNamedType(field.type)));
  const ways = [...compared].flatMap((way) =>
    isInputObjectType(way) && way !== named ? [`${way.name} { ${Object.keys(way.getFields()).join(', ')} }`] : [],
  );
  return `${named.description ?? ''} Fields: see search_catalogue (filterColumns). Compared by their type: ${ways.join(', ')}.`.trim();
}
