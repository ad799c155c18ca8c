import { afterAll, beforeAll, expect, test } from 'vitest';
import { camelCase } from '../../src/slices/columns.js';
import { type Data, type Gateway, openGateway } from '../support/gateway.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const groups: Readonly<Record<string, string>> = {
  market: 'NumberMarket',
  network: 'NumberNetwork',
  finance: 'NumberFinance',
  service: 'NumberService',
  features: 'NumberFeatures',
};

/** Names of the fields of a type that take no arguments and have none below. */
async function leaves(type: string): Promise<string[]> {
  const { data } = await gateway.ask(
    `{ __type(name: "${type}") { fields { name args { name } type { kind ofType { kind ofType { kind ofType { kind } } } } } } }`,
  );
  const isLeaf = ({ type: kind }: Data): boolean => !JSON.stringify(kind).includes('OBJECT');
  return data.__type.fields.filter(isLeaf).map(({ name }: Data) => name);
}

const plain = (value: unknown, type: string): unknown => (value !== null && /^DECIMAL/.test(type) ? Number(value) : value);

/** Columns that name another number: an id in the graph, whatever it is in the warehouse. */
const idsOfNumbers: ReadonlySet<string> = new Set(['previous_number_id', 'referred_by_number_id']);

test.each(['2026-10', '2026-03'])(
  'every column of number_state is a field, and every field is the column, in %s',
  async (month) => {
    const described = await gateway.sql(
      "select column_name, data_type from duckdb_columns() where table_name = 'number_state' and schema_name = 'main'",
    );
    const types = new Map(described.map(({ column_name, data_type }) => [String(column_name), String(data_type)]));
    const selection: string[] = [];
    const byField = new Map<string, string>();
    for (const [group, type] of Object.entries(groups)) {
      const fields = await leaves(type);
      selection.push(`${group} { ${fields.join(' ')} }`);
      for (const field of fields) byField.set(field, group);
    }
    const identity = await leaves('PhoneNumber');
    for (const field of identity) byField.set(field, '');
    const rows = await gateway.sql(
      `select * from number_state where month = '${month}' and (number_id % 97 = 3 or status = 'CANCELLED') order by number_id limit 300`,
    );
    const where = { numberId: { in: rows.map(({ number_id }) => String(number_id)) } };
    const { data, errors } = await gateway.ask(
      `query ($where: SliceFilter, $month: YearMonth) { numbers(where: $where, month: $month, first: 300) { nodes { ${identity.join(' ')} ${selection.join(' ')} } } }`,
      { where, month },
    );
    expect(errors).toEqual([]);
    expect(data.numbers.nodes).toHaveLength(rows.length);
    let compared = 0;
    for (const [name, type] of types) {
      if (name === 'number_id') continue;
      const field = camelCase(name);
      const group = byField.get(field);
      expect([field, group !== undefined]).toEqual([field, true]);
      const expected = rows.map((row) =>
        idsOfNumbers.has(name) && row[name] !== null ? String(row[name]) : plain(row[name]!, type),
      );
      const found = data.numbers.nodes.map((node: Data) => (group === '' ? node[field] : node[group!][field]));
      expect([field, found]).toEqual([field, expected]);
      compared += rows.length;
    }
    expect(compared).toBeGreaterThan(15_000);
  },
);
