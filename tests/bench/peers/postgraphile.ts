import { answering, data, packages } from './answering.js';
import { columns, type Row, yearColumns } from './questions.js';

// PostGraphile: a graph made of PostgreSQL's tables, asked through its schema in process (grafast), as the graph here is, so that neither has HTTP in it.
// The preset is its own (Amber); documents are texts with variables, so that its plans are kept from one question to the next.

process.env.GRAPHILE_ENV = 'production';
// It asks for Node 22, of which this is all that it uses and 20 has not.
Object.assign(Promise, {
  withResolvers() {
    let settle = {};
    const promise = new Promise((resolve, reject) => {
      settle = { resolve, reject };
    });
    return { promise, ...settle };
  },
});

const { postgraphile } = packages('postgraphile');
const { PostGraphileAmberPreset } = packages('postgraphile/presets/amber');
const { makePgService } = packages('postgraphile/adaptors/pg');
const { grafast } = packages('postgraphile/grafast');

const { schema, resolvedPreset } = await postgraphile({
  extends: [PostGraphileAmberPreset],
  pgServices: [makePgService({ connectionString: data })],
}).getSchemaResult();

const page = `{ allNewestNumbers(first: 1000, orderBy: [NUMBER_ID_ASC]) {
  nodes { ${Object.values(columns).flat().join(' ')} } pageInfo { hasNextPage endCursor } } }`;
const year = `query ($id: BigInt!) { allNumberMonths(condition: { numberId: $id }, orderBy: [MONTH_ASC]) { nodes { ${yearColumns.join(' ')} } } }`;

interface Answer {
  readonly data: Readonly<Record<string, { readonly nodes: readonly Row[] }>>;
}

await answering(
  async ({ question, numberId }): Promise<Answer> => {
    const source = question === 'page' ? page : year;
    const answer = await grafast({ schema, resolvedPreset, source, variableValues: { id: numberId }, requestContext: {} });
    if (answer.errors) throw new Error(JSON.stringify(answer.errors));
    return answer;
  },
  (answer) => Object.values(answer.data)[0]!.nodes,
);
process.exit();
