import type { Builder } from '../../warehouse/duckdb.js';
import type { TextPlace } from '../problem.js';
import { placeAt } from './sql-fault.js';

type Node = { readonly [key: string]: unknown };

/** Functions that open what their first argument names. */
const OPENS = /^(read_|parquet_|glob$|sniff_csv$|from_substrait|query|.*_(scan|attach|query)$)/;

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;
const children = (node: Node): Node[] =>
  Object.values(node)
    .flatMap((value) => (Array.isArray(value) ? value : [value]))
    .filter(isNode);
const find = (node: Node, wanted: (node: Node) => boolean): Node[] => [
  ...(wanted(node) ? [node] : []),
  ...children(node).flatMap((child) => find(child, wanted)),
];
const constant = (node: Node): unknown => (node.class === 'CONSTANT' && isNode(node.value) ? node.value.value : undefined);
const isData = (node: Node): boolean =>
  node.function_name === 'getvariable' && find(node, (child) => constant(child) === 'data').length > 0;

/** A path must begin with getvariable('data'): what else a mapping reads would neither be fingerprinted nor stay readable after the lock. */
function beginsWithData(argument: Node): boolean {
  if (isData(argument)) return true;
  const parts = (argument.children ?? argument.child ?? []) as Node | Node[];
  const list = Array.isArray(parts) ? parts : [parts];
  const isList = argument.function_name === 'list_value' || argument.type === 'ARRAY_CONSTRUCTOR';
  return list.length > 0 && (isList ? list.every(beginsWithData) : beginsWithData(list[0] as Node));
}

function badPath(call: Node): string | null {
  const argument = (call.children as Node[])[0];
  if (/query/.test(String(call.function_name))) return `${call.function_name}() is not allowed in a mapping`;
  const texts = argument
    ? find(argument, (node) => typeof constant(node) === 'string').map((node) => String(constant(node)))
    : [];
  const away = texts.find((text) => /^[a-z][a-z0-9+.-]+:|\0|(^|\/)\.\.(\/|$)/i.test(text));
  if (away !== undefined) return `expected files below getvariable('data'), found the path ${JSON.stringify(away)}`;
  if (argument && beginsWithData(argument)) return null;
  return `expected ${call.function_name}(getvariable('data') || '/…'), found a path that does not begin with getvariable('data')`;
}

/** What keeps a mapping's text from being read, and where. */
export interface MappingRefusal {
  readonly message: string;
  readonly place: TextPlace | null;
}

/** Everything that keeps a mapping's text from being one SELECT over files below `data`; also whether it needs `data`. */
export async function vetMapping(
  builder: Builder,
  sql: string,
): Promise<{ problems: readonly MappingRefusal[]; needsData: boolean }> {
  const refused = (message: string, place: TextPlace | null = null) => ({ problems: [{ message, place }], needsData: false });
  const at = (node: Node): TextPlace | null => placeAt(sql, Number(node.query_location ?? node.position ?? Number.NaN));
  if (sql.trim() === '') return refused('expected one SELECT, found an empty file');
  const [row] = await builder.query('SELECT json_serialize_sql(CAST($1 AS VARCHAR))::VARCHAR AS ast', [sql]);
  const ast = JSON.parse(String(row?.ast)) as Node;
  if (ast.error === true) return refused(`expected one SELECT: ${ast.error_message}`, at(ast));
  const statements = ast.statements as readonly Node[];
  if (statements.length !== 1) return refused(`expected one SELECT, found ${statements.length} statements`);
  const opens = find(ast, (node) => node.type === 'TABLE_FUNCTION' && OPENS.test(String((node.function as Node).function_name)));
  const problems = opens.flatMap((node): readonly MappingRefusal[] => {
    const message = badPath(node.function as Node);
    return message ? [{ message, place: at(node) }] : [];
  });
  for (const table of find(ast, (node) => node.type === 'BASE_TABLE' && /[./:]/.test(String(node.table_name)))) {
    const message = `expected read_csv(…) or read_parquet(getvariable('data') || '/…'), found FROM '${table.table_name}'`;
    problems.push({ message, place: at(table) });
  }
  return { problems, needsData: find(ast, isData).length > 0 };
}
