import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chinaTime, TimeZone } from '../../lib/time-zone.js';
import { clerkIsRefused } from './clerk.js';
import { counterVisits, keptOutAtCounter } from './counter.js';
import { Day, StoryPrinter } from './day.js';
import { flowBack, headlineFigures, verify } from './evening.js';
import { numbersBehind, redLight, sameFigure } from './light.js';
import { listOfLight, resultSeen } from './light-list.js';
import { closeList, makeList } from './list.js';
import { hire } from './people.js';
import { acknowledgedAreThere, powerCut } from './power-cut.js';
import { type Cli, runCommand, startGateway } from './process.js';
import { soldEverywhere, soldToHousehold } from './sold.js';
import { teamWork } from './team.js';
import { claimAtOnce, lateAgent, leaveAlone, tellWithDoubles } from './work.js';

export interface DayOptions {
  /** An empty directory of its own. */
  readonly dir: string;
  readonly cli: Cli;
  /** Of the demo operator. */
  readonly numbers: number;
  readonly months: number;
  readonly agents: number;
  readonly clerks: number;
  /** Numbers that an agent claims at a time. */
  readonly batch: number;
  readonly print: (line: string) => void;
}

/** Of the demo operator. */
const zone = new TimeZone(chinaTime);

/** Plays a day of tier 4 against a gateway of its own, over HTTP, and gives the checks that failed. */
export async function playDay({ dir, cli, numbers, months, batch, print, ...counts }: DayOptions): Promise<readonly string[]> {
  const story = new StoryPrinter(print);
  mkdirSync(dir, { recursive: true });
  const policies = join(dir, 'policies.yaml');
  const people = hire(policies, counts);
  const settings = {
    MARTLET_HOME: dir,
    MARTLET_POLICIES: policies,
    MARTLET_TIME_ZONE: zone.name,
    MARTLET_DEMO_NUMBERS: String(numbers),
    // Of another operator another story would stand out, and the day begins with this one.
    MARTLET_DEMO_SEED: '1',
    MARTLET_DEMO_MONTHS: String(months),
  };
  const martlet = (args: readonly string[]) => runCommand(cli, args, settings);
  story.chapter('Night');
  const built = await martlet(['build', '--json']);
  if (built.status !== 0) throw new Error(built.stderr);
  const manifest = JSON.parse(built.stdout);
  story.check(true, `a demo operator of ${manifest.numbers} numbers and ${manifest.months.length} months is built`);
  // The day is the last of the data, so that its contacts fall into a month that the marts have.
  const ahead = zone.instantOf(manifest.dataDate, '10:00').getTime() - Date.now();
  const start = () => startGateway(cli, { ...settings, MARTLET_CLOCK: new Date(Date.now() + ahead).toISOString() });
  const day = new Day(people, story, await start());
  try {
    story.chapter(`Morning of ${manifest.dataDate}`);
    const before = await headlineFigures(day);
    await makeList(day);
    story.chapter('A red light');
    await redLight(day);
    await sameFigure(day);
    await numbersBehind(day);
    await listOfLight(day);
    story.chapter('At the counter');
    await counterVisits(day, 8);
    await keptOutAtCounter(day);
    await clerkIsRefused(day);
    await soldEverywhere(day);
    await soldToHousehold(day);
    story.chapter('On the telephone');
    await teamWork(day);
    await tellWithDoubles(day, await claimAtOnce(day, batch));
    story.chapter('Noon');
    await leaveAlone(day);
    await lateAgent(day, batch);
    await powerCut(day, await claimAtOnce(day, batch), start);
    story.chapter('Afternoon');
    await claimAtOnce(day, batch);
    await closeList(day);
    story.chapter('Evening');
    await flowBack(day, before, martlet);
    await resultSeen(day);
    await acknowledgedAreThere(day, 'with the new marts');
    const status = await day.gateway.stop();
    story.check(status === 0, `the gateway is told to stop: exit code ${status}`);
    await verify(day, martlet);
  } finally {
    await day.gateway.kill();
  }
  return story.faults;
}
