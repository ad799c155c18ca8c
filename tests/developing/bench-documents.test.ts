import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, parse, validate } from 'graphql';
import ts from 'typescript';
import { expect, test } from 'vitest';

const schema = buildSchema(readFileSync('schema.graphql', 'utf8'));
const folder = 'tests/bench';

const isDocument = /^(\{ |(query|mutation|subscription)\b).*\}$/s;

/** Whole GraphQL documents among a file's texts: those that have no part to be filled in. */
function documentsOf(file: string): readonly string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) && isDocument.test(node.text.trim())) found.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, readFileSync(join(folder, file), 'utf8'), ts.ScriptTarget.Latest));
  return found;
}

test('what the benches ask is of the graph: a question that is refused at once is no load', () => {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const documents = files.flatMap((file) => documentsOf(file).map((text) => [file, text] as const));
  expect(documents.length).toBeGreaterThan(10);
  const wrong = documents.flatMap(([file, text]) => validate(schema, parse(text)).map(({ message }) => `${file}: ${message}`));
  expect(wrong).toEqual([]);
});
