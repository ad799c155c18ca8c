import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Data, type Gateway, openGateway } from '../support/gateway.js';
import { managerOf } from '../support/viewers.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
  await gateway.startExports();
});
afterAll(() => gateway.close());

const viewerOf = (subject: string, cities: string[] = ['JINTAN']) => managerOf(cities, { subject, tiers: [3] });
const start = 'mutation ($input: ExportInput!) { startExport(input: $input) { id createdAt } }';
const page = `query ($first: Int, $after: String) { exportJobs(first: $first, after: $after) {
  nodes { id createdAt fileName status } pageInfo { hasNextPage endCursor } } }`;

test('one’s own exports come the newest first, page by page; others’, and those of other rights, do not', async () => {
  const made: string[] = [];
  for (const month of gateway.serving.coverage.months.slice(-5)) {
    const input = { what: 'NUMBERS', format: 'CSV', everybody: true, month, columns: [] };
    const { data, errors } = await gateway.ask(
      start,
      { input },
      { ...viewerOf('li.wei'), limits: { ...viewerOf('x').limits, exportsRunning: 9 } },
    );
    expect(errors).toEqual([]);
    made.unshift(data.startExport.id);
  }
  const found: Data[] = [];
  for (let after: string | null = null, isEnd = false; !isEnd; ) {
    const { data }: { data: Data } = await gateway.ask(page, { first: 2, after }, viewerOf('li.wei'));
    const { nodes, pageInfo } = data.exportJobs;
    found.push(...nodes);
    after = pageInfo.endCursor;
    isEnd = !pageInfo.hasNextPage;
  }
  const newest = [...found].sort((a, b) => (`${a.createdAt} ${a.id}` < `${b.createdAt} ${b.id}` ? 1 : -1));
  expect(found).toEqual(newest);
  expect(found.map(({ id }) => id).sort()).toEqual([...made].sort());
  for (const viewer of [viewerOf('wang.fang'), viewerOf('li.wei', ['MUHE'])])
    expect((await gateway.ask(page, {}, viewer)).data.exportJobs.nodes).toEqual([]);
  const cursor = (await gateway.ask(page, { first: 1 }, viewerOf('li.wei'))).data.exportJobs.pageInfo.endCursor;
  const { errors } = await gateway.ask(page, { after: cursor }, viewerOf('wang.fang'));
  expect(errors[0]).toMatchObject({
    extensions: { code: 'BAD_USER_INPUT' },
    message: expect.stringMatching(/^after: .* list of exports/),
  });
  const none = await gateway.ask(page, { first: 0 }, viewerOf('li.wei'));
  expect(none.errors[0]!.message).toMatch(/^exportJobs\(first:\): expected 1 to 500, found 0\./);
});
