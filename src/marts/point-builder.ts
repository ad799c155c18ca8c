import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { packMart } from '../points/pack.js';
import { writePointFile } from '../points/point-files.js';
import type { PointWriter } from '../points/store.js';
import type { OfMonths } from './build-months.js';
import { pointFile, scoresFile } from './mart-files.js';
import type { MonthBuilder } from './month-builder.js';
import type { MonthFacts } from './months.js';
import { createPhones, type PhoneHash } from './phones.js';
import type { Reuse } from './reuse.js';
import { scoresSql } from './write-serving.js';

/** Makes or shares the point store of each month: what is read of single numbers, by key. */
export class PointBuilder implements OfMonths {
  constructor(
    private readonly phones: PhoneHash,
    private readonly reuse: Reuse,
  ) {}

  /** A month whose marts are there; they are open where the month is not shared. */
  async month(lane: MonthBuilder, facts: MonthFacts, shared: boolean): Promise<void> {
    const { month } = facts;
    if (shared && (await this.reuse.points(month, this.phones.keyVersion))) return;
    const { builder, store } = lane;
    if (shared) await lane.open(facts);
    const writer = await begun(store.dir, pointFile(month));
    for (const mart of ['number_state', 'number_event', 'number_contact'] as const)
      await packMart(builder, store.rows(mart, [month]), 'number_id', mart, writer);
    await createPhones(builder, this.phones);
    await packMart(builder, 'phone', 'msisdn_hash', 'phone', writer);
    await writer.close();
  }

  /** The newest month's scores of numbers in scenes, a JSON object by offer. */
  async scores({ builder, store: { dir } }: MonthBuilder, month: string): Promise<void> {
    const writer = await begun(dir, scoresFile);
    const relation = `(SELECT number_id, scene, CAST(to_json(scores) AS VARCHAR) AS scores FROM (${scoresSql(month)}))`;
    await packMart(builder, relation, 'number_id', 'number_propensity', writer);
    await writer.close();
  }
}

/** A file below the generation, which must not be there yet. */
async function begun(dir: string, file: string): Promise<PointWriter> {
  const path = join(dir, file);
  await mkdir(dirname(path), { recursive: true });
  return writePointFile(path);
}
