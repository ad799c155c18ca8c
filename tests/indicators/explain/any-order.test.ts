import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Gateway, openGateway } from '../../support/gateway.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

/** Of amounts with fen, of which doubles' sums differ by their order. */
const measures = ['REVENUE', 'ARPU', 'CONTRIBUTION_MARGIN', 'CAMPAIGN_ROI'];
const query = `query ($measure: Measure!) {
  explain(measure: $measure) {
    summary
    warnings
    byFormula { node contribution share sensitivity disagreement }
    byDimension { dimension volume mix rate surprise parts { code contribution volume mix rate } }
    causes { value contribution explanatoryPower deviation score where { dimension code } }
  }
}`;

test.each(measures)('%s is explained the same to the last digit in whatever order an engine gives its rows', async (measure) => {
  const asked = await gateway.ask(query, { measure });
  expect(asked.errors).toEqual([]);
  const { engine } = gateway.serving;
  const run = engine.run.bind(engine);
  const others = vi.spyOn(engine, 'run');
  try {
    let turned = 0;
    others.mockImplementation(async (statement, options) => {
      const rows = await run(statement, options);
      if (!statement.isOfFigures || rows.length < 3) return rows;
      turned++;
      return [...rows.filter((_, index) => index % 2 === 1), ...rows.filter((_, index) => index % 2 === 0).reverse()];
    });
    expect((await gateway.ask(query, { measure })).data).toEqual(asked.data);
    expect(turned).toBeGreaterThan(0);
  } finally {
    others.mockRestore();
  }
});
