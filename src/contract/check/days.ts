import { ident, text } from '../../lib/quote.js';
import type { Builder } from '../../warehouse/duckdb.js';
import { counted, maskSample, type Problem } from '../problem.js';
import type { Survey } from '../read/found.js';
import { type CheckStep, stepOf } from './steps.js';

/** What both marts have: of a number a month, and of its days. */
const SUMMED = ['voice_min', 'data_gb', 'revenue', 'sms'] as const;

/** In each of these months that came by day: do the days of every number add up to its month? */
export function daySteps(builder: Builder, { marts }: Survey, months: readonly string[]): readonly CheckStep[] {
  const [days, numbers] = [marts.get('number_day'), marts.get('number_month')];
  if (!days?.relation || !numbers?.relation) return [];
  const isUsable = (name: string): boolean => [days, numbers].every(({ columns }) => columns.get(name)?.usable);
  if (!['month', 'number_id'].every(isUsable)) return [];
  const columns = SUMMED.filter(isUsable);
  return months.map((month) => stepOf(builder, days, month, () => differingDays(builder, month, columns)));
}

/** A column that came empty, of a month or of its days, tells nothing to compare; nor does a month that did not come by day. */
async function differingDays(builder: Builder, month: string, columns: readonly string[]): Promise<readonly Problem[]> {
  const sums = columns.map((name) => `sum(${ident(name)}) AS ${ident(name)}`);
  const found = columns.map((name, at) => {
    const [whole, own] = [`n.${ident(name)}`, `coalesce(d.${ident(name)}, 0)`];
    const differs = `FILTER (WHERE ${whole} <> ${own})`;
    return `count(d.${ident(name)}) AS known_${at}, count(*) ${differs} AS count_${at}, min(n.number_id) ${differs} AS id_${at},
      CAST(sum(${whole}) AS VARCHAR) AS whole_${at}, CAST(sum(${own}) FILTER (WHERE ${whole} IS NOT NULL) AS VARCHAR) AS days_${at}`;
  });
  if (found.length === 0) return [];
  const [row = {}] = await builder.query(
    `SELECT ${found.join(', ')} FROM checked.number_month n
     LEFT JOIN (SELECT number_id, ${sums.join(', ')} FROM checked.number_day WHERE month = ${text(month)} GROUP BY number_id) d ON d.number_id = n.number_id
     WHERE n.month = ${text(month)}`,
  );
  return columns.flatMap((column, at): readonly Problem[] => {
    const count = Number(row[`count_${at}`]);
    if (count === 0 || Number(row[`known_${at}`]) === 0) return [];
    const message = `number_day.${column}: expected the days of ${month} to add up to number_month, ${row[`whole_${at}`]}, found ${row[`days_${at}`]}; ${counted(count, 'number')} differ${count === 1 ? 's' : ''}.`;
    const sample = maskSample(`number_id ${row[`id_${at}`]}`);
    return [{ mart: 'number_day', column, month, kind: 'days-differ', severity: 'error', message, count, sample }];
  });
}
