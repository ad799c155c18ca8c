import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demo } from '../support/demo.js';
import { root } from '../support/imports.js';
import { openConsole, type Person, stands } from './console.js';
import { node, workedList } from './fixtures.js';

/** Makes the pictures of docs/console.md: every page in both languages, over the demo operator. `npm run console:pictures`, or of some pages: `-- why lists` */

const wanted = process.argv.slice(2);
const pictures = join(root, 'docs/pictures');

const pagesOf = (list: string): readonly (readonly [string, Person, string])[] => [
  ['board', 'planner', '/'],
  ['tree', 'planner', `/tree/LIFECYCLE?node=${node}`],
  ['why', 'planner', '/why/ARPU'],
  ['warning', 'planner', '/warning'],
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
  for (const [name, person, path] of pagesOf(list).filter(([each]) => wanted.length === 0 || wanted.includes(each))) {
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
