import type DataLoader from 'dataloader';
import type { Catalogue } from '../catalogue/types.js';
import { MartletError } from '../errors.js';
import { asksOfUse, keyColumn, type PlanningContext, planQuestion } from '../figures/plan-question.js';
import { mergeQuestions, partsIn, type Question, questionKey } from '../figures/question.js';
import { rowTag } from '../figures/route.js';
import { type Millionths, type Sums, toMillionths } from '../figures/sums.js';
import { batched } from '../lib/batched.js';
import { memo } from '../lib/memo.js';
import { isYieldDue, mapYielding, yieldLoop } from '../lib/yielding.js';
import type { Viewer } from '../security/viewer.js';
import type { Run } from '../serving/run.js';
import type { Row } from '../warehouse/engine.js';
import { countGroups, type GroupCounts, groupName } from './group-counts.js';

/** One group of a question's answer. */
export interface SumRow {
  readonly month: string;
  /** Leaf of the tree, without the root; null where no tree was asked for. */
  readonly path: string | null;
  /** Values of the question's dimensions as text, in its order; null for rows that have none. */
  readonly keys: readonly (string | null)[];
  readonly sums: Sums;
}

export type SumsLoader = DataLoader<Question, readonly SumRow[], string>;

/**
 * Answers the questions of one request. Those asked in the same tick that differ only in months and parts become one
 * statement, so a tree, its trend and twenty indicators of the same filter cost one. Rows of more months and parts than
 * asked for may come back.
 */
export function sumsLoader(run: Run, viewer: Viewer, context: PlanningContext): SumsLoader {
  const answer = async (question: Question): Promise<readonly SumRow[]> => {
    const planned = planQuestion(question, viewer, context);
    const [rows, counts] = await Promise.all([
      run(planned),
      viewer.minimumGroup > 1 ? countGroups(question, run, viewer, context) : none,
    ]);
    if (question.most !== undefined && rows.length > question.most) throw tooMany(question);
    const collected = await collect(rows, question, context.catalogue);
    if (counts === none) return collected;
    return collected.map((row) => ({ ...row, sums: { ...row.sums, ...counts.get(groupName(row.month, row.path, row.keys)) } }));
  };
  return batched(
    questionKey,
    (question) => `${questionKey(question)}|${question.months.join()}|${question.parts.join()}`,
    async (group) => {
      const rows = await answer(mergeQuestions(group));
      return () => rows;
    },
  );
}

/** Who sees figures of few sees all. */
const none: GroupCounts = new Map();

const tooMany = ({ by, most }: Question): MartletError =>
  new MartletError(
    'TOO_COSTLY',
    `${by.map(({ dimension }) => dimension.code).join(' × ')} has more than ${most!.toLocaleString('en')} rows. Leave out a dimension, narrow where, or take fewer months.`,
  );

/** Rows of the same keys (from different marts) become one: each tells of the parts of its own tag, also that they have no value. */
async function collect(rows: readonly Row[], question: Question, catalogue: Catalogue): Promise<readonly SumRow[]> {
  const { parts, by } = question;
  const read = partsIn(parts, asksOfUse(question), catalogue);
  const partsOf = memo((tag: string) => parts.filter((_, index) => rowTag(read[index]!) === tag));
  const columns = by.map((_, index) => keyColumn(index));
  const sumRow = (row: Row): SumRow => {
    const sums: Record<string, Millionths | null> = {};
    for (const part of partsOf(row.tag_ as string)) sums[part] = toMillionths(row[part]);
    const keys = columns.map((column) => row[column] as string | null);
    return { month: row.month_ as string, path: row.path_ as string | null, keys, sums };
  };
  const all = await mapYielding(rows, sumRow);
  if (new Set(rows.map(({ tag_ }) => tag_)).size < 2) return all;
  const collected = new Map<string, SumRow>();
  for (const row of all) {
    if (isYieldDue()) await yieldLoop();
    const id = groupName(row.month, row.path, row.keys);
    const existing = collected.get(id);
    collected.set(id, existing ? { ...row, sums: { ...existing.sums, ...row.sums } } : row);
  }
  return [...collected.values()];
}
