import { pino } from 'pino';
import { expect, test } from 'vitest';
import { createContext } from '../../src/faces/context.js';
import { createApollo } from '../../src/faces/graph/apollo.js';
import { createSchema } from '../../src/faces/graph/schema.js';
import { developer } from '../../src/security/viewer.js';
import { openGateway } from '../support/gateway.js';

test('P6: an engine error with a path, SQL and a phone number reaches the client as a code and a request id only', async () => {
  const gateway = await openGateway();
  const { definitions } = gateway.martlet;
  const lines: string[] = [];
  const log = pino({}, { write: (line: string) => void lines.push(line) });
  const run = async () => {
    throw new Error("IO Error: /srv/marts/x.parquet in SELECT * FROM t WHERE msisdn = '13800001234'");
  };
  const serving = { ...gateway.serving, engine: { ...gateway.serving.engine, run } };
  const apollo = createApollo(createSchema(definitions), definitions.catalogue);
  const contextValue = createContext({ serving, definitions, viewer: developer, requestId: 'r-1', log: log as never });
  const response = await apollo.executeOperation({ query: '{ indicator(measure: ARPU) { value } }' }, { contextValue });
  const text = JSON.stringify(response.body);
  expect(text).not.toMatch(/srv|SELECT|13800001234/);
  expect(text).toMatch(/"code":"INTERNAL","requestId":"r-1"/);
  expect(lines.join()).toMatch(/a request failed/);
  await apollo.stop();
  await gateway.close();
});
