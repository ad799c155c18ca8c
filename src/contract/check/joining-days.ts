import { text } from '../../lib/quote.js';
import type { Builder } from '../../warehouse/duckdb.js';
import { dayOfInstant } from '../engine-type.js';
import { counted, type Problem } from '../problem.js';
import type { Survey } from '../read/found.js';

/** By how many days numbers joined later by joined_on than by their JOIN event (earlier where it is negative), and how many do. */
export type JoiningDays = Map<number, number>;

/** Can joining days be compared? The months in which both marts may have rows. */
export function comparedMonths({ marts }: Survey, months: readonly string[]): readonly string[] {
  const [numbers, events] = [marts.get('number_month'), marts.get('number_event')];
  const isUsable = ['number_id', 'joined_on'].every((name) => numbers?.columns.get(name)?.usable);
  const isTold = ['number_id', 'on', 'type', 'month'].every((name) => events?.columns.get(name)?.usable);
  return isUsable && isTold && events!.relation !== null ? months : [];
}

/** Adds the numbers with a JOIN event in the month; of several events the nearest counts. */
export async function addJoiningDays(builder: Builder, month: string, days: JoiningDays): Promise<readonly Problem[]> {
  const rows = await builder.query(
    `SELECT apart, count(*) AS numbers FROM (
       SELECT e.number_id, arg_min(datediff('day', e."on", n.joined_on), abs(datediff('day', e."on", n.joined_on))) AS apart
       FROM checked.number_event e JOIN checked.number_month n ON n.number_id = e.number_id
       WHERE e.month = ${text(month)} AND n.month = ${text(month)} AND e.type = 'JOIN' AND n.joined_on IS NOT NULL AND e."on" IS NOT NULL
       GROUP BY e.number_id) GROUP BY apart`,
  );
  for (const { apart, numbers } of rows) days.set(Number(apart), (days.get(Number(apart)) ?? 0) + Number(numbers));
  return [];
}

/** What is said of the numbers whose two joining days differ. All of them a day apart the same way is a time zone's work. */
export function joiningDayProblems(days: JoiningDays, timeZone: string): Problem[] {
  const apart = [...days].filter(([by]) => by !== 0).sort(([, a], [, b]) => b - a);
  const sum = (entries: readonly (readonly [number, number])[]) => entries.reduce((all, [, numbers]) => all + numbers, 0);
  const [count, all] = [sum(apart), sum([...days])];
  if (count === 0) return [];
  const told = apart
    .slice(0, 3)
    .map(
      ([by, numbers]) => `${counted(Math.abs(by), 'day')} ${by < 0 ? 'earlier' : 'later'} for ${numbers.toLocaleString('en-US')}`,
    );
  const [[by, most] = [0, 0]] = apart;
  const isShifted = Math.abs(by) === 1 && most * 2 > all;
  const cure = isShifted
    ? ` So many a day apart look like instants whose time was cut off in another time zone: where the column is made, write ${dayOfInstant('joined_on', timeZone)}.`
    : '';
  return [
    {
      mart: 'number_month',
      column: 'joined_on',
      kind: 'joining-day',
      severity: 'warning',
      message: `number_month.joined_on: expected the day of the JOIN event in number_event, found another for ${count.toLocaleString('en-US')} of ${counted(all, 'number')} that have one (joined_on is ${told.join(', ')}).${cure}`,
      count,
    },
  ];
}
