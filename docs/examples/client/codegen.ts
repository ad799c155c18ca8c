/**
 * Of GraphQL Code Generator. In a project of yours: `npm install --save-dev @graphql-codegen/cli @graphql-codegen/typescript-operations
 * @graphql-codegen/typed-document-node`, and `npx graphql-codegen --config codegen.ts` in this folder.
 */
const config = {
  // Or the gateway's address: `{ 'https://gateway/graphql': { headers: { authorization: 'Bearer …' } } }`.
  schema: '../../../schema.graphql',
  documents: 'operations.graphql',
  generates: {
    'generated.ts': {
      plugins: ['typescript-operations', 'typed-document-node'],
      config: {
        // Documents as text: what asks needs no parser.
        documentMode: 'string',
        immutableTypes: true,
        useTypeImports: true,
        // A scalar that is not named here is an error, and not `any`.
        strictScalars: true,
        scalars: {
          Instant: 'string',
          LocalDate: 'string',
          Slice: 'string',
          YearMonth: 'string',
          Cell: 'string | number | boolean',
        },
      },
    },
  },
};

export default config;
