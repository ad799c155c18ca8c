import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demo } from '../support/demo.js';
import { root } from '../support/imports.js';
import { type OpenConsole, openConsole, type Person, stands } from './console.js';

/** Makes the pictures of docs/console.md: every page in both languages, over the demo operator. `npm run console:pictures` */

const node = 'LIFECYCLE.DECLINE';
const pictures = join(root, 'docs/pictures');

/** A list on which somebody has worked, so that its page shows all that it can. */
async function workedList({ ask }: OpenConsole): Promise<string> {
  const { indicatorTree } = await ask('planner', '{ indicatorTree(tree: "LIFECYCLE") { nodes { code slice } } }');
  const { slice } = indicatorTree.nodes.find(({ code }: { code: string }) => code === node);
  const input = {
    name: 'Decline, November',
    purpose: 'Keep who uses less and less',
    scene: 'OUTBOUND',
    slice,
    maxSize: 120,
    holdOut: 0.2,
    expiresOn: '2026-12-31',
    goal: { measure: 'NUMBERS', node, slice, wantedChange: -40, by: '2026-12-31' },
  };
  const create = 'mutation ($input: TargetListInput!) { createTargetList(input: $input) { id } }';
  const { id } = (await ask('planner', create, { input })).createTargetList;
  await ask('planner', create, { input: { ...input, name: 'Decline, December' } });
  await ask('planner', 'mutation ($id: ID!) { freezeTargetList(id: $id) { id } }', { id });
  await ask('leader', 'mutation ($id: ID!) { approveTargetList(id: $id) { id } }', { id });
  const claim =
    'mutation ($id: ID!) { claimWork(list: $id, size: 12) { id fence items { offer { code } number { numberId } } } }';
  const { claimWork } = await ask('agent', claim, { id });
  const came = ['ACCEPTED', 'REFUSED', 'NOT_REACHED', 'ACCEPTED', 'REACHED'];
  for (const [at, outcome] of came.entries()) {
    const { offer, number } = claimWork.items[at];
    const told = { idempotencyKey: `picture ${at}`, number: number.numberId, offer: offer.code, scene: 'OUTBOUND', outcome };
    await ask('agent', 'mutation ($input: OutcomeInput!) { recordOutcome(input: $input) { id } }', {
      input: { ...told, list: id, batch: claimWork.id, fence: claimWork.fence },
    });
  }
  const start = 'mutation ($input: ExportInput!) { startExport(input: $input) { id } }';
  for (const format of ['CSV', 'PARQUET']) await ask('planner', start, { input: { what: 'NUMBERS', format, slice } });
  return id;
}

const pagesOf = (list: string): readonly (readonly [string, Person, string])[] => [
  ['board', 'planner', '/'],
  ['tree', 'planner', `/tree/LIFECYCLE?node=${node}`],
  ['why', 'planner', '/why/ARPU'],
  ['explore', 'planner', '/explore?form=pivot&by=CITY,STAGE&measures=ARPU'],
  ['report', 'planner', '/report/COHORT_RETENTION'],
  ['numbers', 'planner', '/numbers'],
  ['number', 'planner', '/n/1145'],
  ['counter', 'clerk', '/counter?number=131&visit=picture'],
  ['lists', 'planner', '/lists'],
  ['list', 'planner', `/lists/${list}?by=OUTCOME`],
  ['work', 'agent', '/work'],
  ['files', 'planner', '/files'],
  ['data', 'planner', '/data?measure=ARPU'],
  ['ask', 'planner', '/ask'],
];

const { home, ...made } = await demo();
const own = mkdtempSync(join(tmpdir(), 'martlet-pictures-'));
for (const name of ['generations', 'secret.key']) cpSync(join(home, name), join(own, name), { recursive: true });
const opened = await openConsole(() => new Date('2026-11-02T10:00:00+08:00'), Promise.resolve({ ...made, home: own }));
mkdirSync(pictures, { recursive: true });
const list = await workedList(opened);
for (const locale of ['EN', 'ZH'] as const)
  for (const [name, person, path] of pagesOf(list)) {
    const page = await opened.as(person, locale);
    await page.setViewportSize({ width: 1120, height: 640 });
    await page.goto(path);
    await stands(page);
    await page.screenshot({ path: join(pictures, `${name}-${locale.toLowerCase()}.png`) });
    await page.context().close();
  }
await opened.close();
rmSync(own, { recursive: true });
if (opened.complaints.length > 0) throw new Error(opened.complaints.join('\n'));
