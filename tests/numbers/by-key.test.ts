import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contactsByKey, eventsByKey, type KeyContext, numberByKey } from '../../src/numbers/by-key.js';
import { idsStatement } from '../../src/numbers/numbers.queries.js';
import { contactsStatement, eventsStatement } from '../../src/numbers/related.queries.js';
import { developer, type Viewer } from '../../src/security/viewer.js';
import type { Row } from '../../src/warehouse/engine.js';
import type { Statement } from '../../src/warehouse/statement.js';
import { type Gateway, openGateway } from '../support/gateway.js';
import { managerOf } from '../support/viewers.js';

// What is read by key must be what the engine's statements say: the same rows, values and masks, for everybody.

let gateway: Gateway;
let ids: readonly string[];
let viewers: readonly Viewer[];
let months: readonly string[];
beforeAll(async () => {
  gateway = await openGateway();
  months = gateway.serving.manifest.months;
  const busy = await gateway.sql(`
    select cast(number_id as varchar) as id from serving.number_event union select cast(number_id as varchar) from serving.number_contact order by id`);
  const all = await gateway.sql('select distinct cast(number_id as varchar) as id from number_state order by id');
  ids = [...busy.slice(0, 300), ...all.slice(0, 300)].map(({ id }) => id as string);
  const [one, other] = await gateway.sql('select * from number_state where grid is not null order by number_id, month limit 2');
  const rows = (given: Viewer['rows']) => managerOf([], { tiers: [3], rows: given });
  viewers = [
    developer,
    { ...developer, personal: 'masked' },
    { ...developer, columns: { ...developer.columns, masked: new Set(['msisdn']) } },
    managerOf([String(one!.city)], { tiers: [3] }),
    managerOf([], { tiers: [3] }),
    rows([{ cities: [String(one!.city)] }, { grids: [String(other!.grid)] }]),
    rows([{ channels: [String(one!.join_channel_id)], staff: [String(one!.join_staff_id)] }]),
  ];
});
afterAll(() => gateway.close());

const contextOf = (viewer: Viewer): KeyContext => ({
  ...gateway.serving,
  catalogue: gateway.martlet.definitions.catalogue,
  viewer,
});
const asked = (statement: Statement): Promise<readonly Row[]> => gateway.serving.engine.run(statement);
/** In no order, for what has none. */
const sorted = (rows: readonly Row[]): readonly string[] => rows.map((row) => JSON.stringify(row)).sort();

const number = () => fc.constantFrom(...ids, '999999999', '-1');
const viewer = () => fc.constantFrom(...viewers);

test('every column of a number in every month is the same for every viewer', async () => {
  const fields = [...gateway.serving.numberColumns.keys()];
  for (const who of viewers) {
    const context = contextOf(who);
    for (const id of [ids[0]!, ids[77]!, ids.at(-1)!]) {
      const found = await numberByKey(id, months, fields, context);
      expect(sorted(found)).toEqual(sorted(await asked(idsStatement([id], months, fields, context))));
    }
  }
});

test('some columns of any number in some months are', async () => {
  const fields = [...gateway.serving.numberColumns.keys()];
  await fc.assert(
    fc.asyncProperty(
      number(),
      viewer(),
      fc.subarray(months as string[], { minLength: 1 }),
      fc.subarray(fields),
      async (id, who, some, columns) => {
        const context = contextOf(who);
        const found = await numberByKey(id, some, columns, context);
        expect(sorted(found)).toEqual(sorted(await asked(idsStatement([id], some, columns, context))));
      },
    ),
    { numRuns: 40 },
  );
});

test('events of any days and the last contacts are, in their order', async () => {
  const day = fc.constantFrom(null, '2026-10-31', '2026-10-05', '2026-03-17', '2025-08-01');
  await fc.assert(
    fc.asyncProperty(number(), viewer(), day, day, fc.constantFrom(1, 3, 50), async (id, who, from, to, first) => {
      const context = contextOf(who);
      expect(await eventsByKey(id, { from, to }, context)).toEqual(await asked(eventsStatement([id], { from, to }, context)));
      const until = to ?? '2026-10-31';
      const contacts = (await asked(contactsStatement([id], until, first, context))).map(({ place: _, ...row }) => row);
      expect(await contactsByKey(id, until, first, context)).toEqual(contacts);
    }),
    { numRuns: 60 },
  );
});
