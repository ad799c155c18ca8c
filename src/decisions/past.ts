import type { Catalogue } from '../catalogue/types.js';
import { shiftDay } from '../lib/days.js';
import { hash64 } from '../lib/hash64.js';
import { text } from '../lib/quote.js';
import type { WarehouseEngine } from '../warehouse/engine.js';
import { byNumber, statement } from '../warehouse/statement.js';
import type { PastContact } from './contact-state.js';
import { horizon, lastingOutcomes } from './contact-windows.js';
import { type Bits, numberStep } from './profiles.js';

const bits = (expression: string, name: string): string =>
  `cast(${expression} & 4294967295 as uinteger) as ${name}_low, cast(${expression} >> 32 as uinteger) as ${name}_high`;
const columns = ['draw_low', 'draw_high', 'number_low', 'number_high', 'contact_low', 'contact_high', 'on_day', 'kind'] as const;
type Contacts = Readonly<Record<(typeof columns)[number], Uint32Array>>;
const eachColumn = (of: (name: keyof Contacts) => Uint32Array): Contacts =>
  Object.fromEntries(columns.map((name) => [name, of(name)])) as unknown as Contacts;

/**
 * The contacts of the marts that can still matter to the contact policy, in memory, by household: a decision then asks the ledger alone.
 * Some 40 bytes a contact; the demo's four months have 0.15 of such for each number: 30 MB of 5 million numbers.
 */
export class Past {
  /** Contacts of a bucket of households: from its place in `starts` to the next bucket's. */
  private constructor(
    private readonly starts: Uint32Array,
    private readonly contacts: Contacts,
    /** Scene, offer and outcome of a kind. */
    private readonly kinds: readonly (readonly [scene: string, offer: string, outcome: string])[],
  ) {}

  /** `dataDate`: the last day of the marts; a clock may be up to a month behind it. */
  static async load(engine: WarehouseEngine, numbers: number, dataDate: string, { contactPolicy }: Catalogue): Promise<Past> {
    const since = shiftDay(horizon(contactPolicy, dataDate), -31);
    const lasting = ['DO_NOT_CONTACT', ...lastingOutcomes].map(text).join(', ');
    const sql = `
      select ${bits('r.draw', 'draw')}, ${bits('md5_number_lower(cast(c.number_id as varchar))', 'number')}, ${bits('md5_number_lower(c.contact_id)', 'contact')},
        date_diff('day', date '1970-01-01', cast(c."on" as date)) as on_day, concat_ws(chr(31), c.scene, c.offer_id, c.outcome) as kind
      from number_ruled r join serving.number_contact c using (number_id)
      where r.row >= $1 and r.row < $2 and (c."on" >= date ${text(since)} or c.outcome in (${lasting}))`;
    const kinds = new Map<string, number>();
    const parts: Contacts[] = [];
    for (let from = 0; from < numbers; from += numberStep) {
      const part = statement(
        'past contacts',
        sql,
        [from, from + numberStep],
        [byNumber('number_ruled'), byNumber('serving.number_contact')],
      );
      const rows = await engine.run(part, { lane: 'exports' });
      const places = rows.map(({ kind }) => {
        const place = kinds.get(kind as string) ?? kinds.size;
        kinds.set(kind as string, place);
        return place;
      });
      parts.push(eachColumn((name) => Uint32Array.from(rows, (row, at) => (name === 'kind' ? places[at]! : Number(row[name])))));
    }
    return new Past(
      ...inBuckets(parts),
      [...kinds.keys()].map((kind) => kind.split('\u001f') as [string, string, string]),
    );
  }

  /** Contacts of a household (its key of a draw), own ones being those of this number. */
  of([low, high]: Bits, number: string): readonly PastContact[] {
    const [ownLow, ownHigh] = hash64(number);
    const { draw_low, draw_high, number_low, number_high, contact_low, contact_high, on_day, kind } = this.contacts;
    const bucket = low & (this.starts.length - 2);
    const past: PastContact[] = [];
    for (let at = this.starts[bucket]!; at < this.starts[bucket + 1]!; at++) {
      if (draw_low[at] !== low || draw_high[at] !== high) continue;
      const [scene, offer, outcome] = this.kinds[kind[at]!]!;
      const day = new Date(on_day[at]! * 86_400_000).toISOString().slice(0, 10);
      const isOwn = number_low[at] === ownLow && number_high[at] === ownHigh;
      past.push({ id: `${contact_low[at]}:${contact_high[at]}`, isOwn, day, scene, offer, outcome });
    }
    return past;
  }
}

/** All contacts by the lowest bits of their household's key, and where each bucket of them begins. */
function inBuckets(parts: readonly Contacts[]): readonly [starts: Uint32Array, contacts: Contacts] {
  const count = parts.reduce((sum, { kind }) => sum + kind.length, 0);
  const size = 2 ** Math.ceil(Math.log2(Math.max(16, count)));
  const starts = new Uint32Array(size + 1);
  const all = eachColumn(() => new Uint32Array(count));
  for (const { draw_low } of parts) for (const low of draw_low) starts[(low & (size - 1)) + 1]! += 1;
  for (let bucket = 0; bucket < size; bucket++) starts[bucket + 1]! += starts[bucket]!;
  const next = starts.slice();
  for (const part of parts)
    for (let at = 0; at < part.kind.length; at++) {
      const place = next[part.draw_low[at]! & (size - 1)]!++;
      for (const name of columns) all[name][place] = part[name][at]!;
    }
  return [starts, all];
}
