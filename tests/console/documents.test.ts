import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codegen } from '@graphql-codegen/core';
import * as typedDocumentNode from '@graphql-codegen/typed-document-node';
import * as typescriptOperations from '@graphql-codegen/typescript-operations';
import { parse } from 'graphql';
import { expect, test } from 'vitest';
import config from '../../docs/examples/client/codegen.js';
import { filesBelow, root } from '../support/imports.js';

const text = (path: string) => readFileSync(join(root, path), 'utf8');

test('documents.ts is what the schema and the pages’ documents give; to write it anew: vitest run tests/console/documents.test.ts -u', async () => {
  const documents = filesBelow('src/console').filter((file) => file.endsWith('.graphql'));
  const generated = await codegen({
    filename: 'documents.ts',
    schema: parse(text('schema.graphql')),
    documents: documents.map((location) => ({ location, document: parse(text(location)) })),
    config: config.generates['generated.ts'].config,
    plugins: [{ 'typescript-operations': {} }, { 'typed-document-node': {} }],
    pluginMap: { 'typescript-operations': typescriptOperations, 'typed-document-node': typedDocumentNode },
  });
  await expect(generated).toMatchFileSnapshot('../../src/console/graph/documents.ts');
});
