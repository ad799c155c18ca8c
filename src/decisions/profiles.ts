import { hash64 } from '../lib/hash64.js';
import type { WarehouseEngine } from '../warehouse/engine.js';
import { byNumber, statement } from '../warehouse/statement.js';

/** What numbers have in common that decides about offers, and that holds for a whole generation. */
export interface Profile {
  readonly city: string | null;
  readonly segment: string | null;
  readonly valueTier: string | null;
  readonly isUniversal: boolean;
  readonly isPresent: boolean;
  readonly isPortedOut: boolean;
  /** By scene, in the catalogue's order. */
  readonly agreed: string;
  /** By offer, in the catalogue's order: see `ruleDigits`. */
  readonly rules: string;
}

/** Every number with its profile, as one text: there are some thousands of profiles for millions of numbers. */
const allNumbers = `
  select
    cast(md5_number_lower(cast(number_id as varchar)) & 4294967295 as uinteger) as low,
    cast(md5_number_lower(cast(number_id as varchar)) >> 32 as uinteger) as high,
    cast(draw & 4294967295 as uinteger) as draw_low, cast(draw >> 32 as uinteger) as draw_high,
    concat_ws(chr(31), coalesce(city, ''), coalesce(segment, ''), coalesce(value_tier, ''), cast(is_universal as integer), cast(is_present as integer), cast(ported_out as integer), agreed, rules) as profile
  from number_ruled where row >= $1 and row < $2`;

/** Numbers at a time: a result that is fetched as it is made (a stream) uses one thread, 19 s for 5 million. */
export const numberStep = 250_000;

/** 64 bits of a hash, as its low and its high half. */
export type Bits = readonly [low: number, high: number];

/**
 * The profiles of all numbers of a generation, in memory: a decision needs no evaluation of rules, and is made even when the engine
 * is busy. Numbers are found by 64 bits of their id's hash, 30 to 45 bytes each: of 5 million 160 MB. (DuckDB takes some 25 ms for the rules of
 * 22 offers of a single number, however fast it reads the row: its vectors are made for thousands.)
 */
export class Profiles {
  private constructor(
    private readonly low: Uint32Array,
    private readonly high: Uint32Array,
    /** 1 + the place in `profiles`; 0: free. */
    private readonly at: Uint32Array,
    private readonly profiles: readonly Profile[],
    private readonly drawLow: Uint32Array,
    private readonly drawHigh: Uint32Array,
  ) {}

  static async load(engine: WarehouseEngine, numbers: number): Promise<Profiles> {
    const size = 2 ** Math.ceil(Math.log2(Math.max(16, numbers * 1.5)));
    const [low, high, at, drawLow, drawHigh] = Array.from({ length: 5 }, () => new Uint32Array(size)) as [
      Uint32Array,
      Uint32Array,
      Uint32Array,
      Uint32Array,
      Uint32Array,
    ];
    const places = new Map<string, number>();
    for (let from = 0; from < numbers; from += numberStep) {
      const part = statement('profiles of numbers', allNumbers, [from, from + numberStep], [byNumber('number_ruled')]);
      for (const row of await engine.run(part, { lane: 'exports' })) {
        const text = row.profile as string;
        const place = places.get(text) ?? places.size + 1;
        places.set(text, place);
        const slot = free(row.low as number, at, size);
        low[slot] = row.low as number;
        high[slot] = row.high as number;
        at[slot] = place;
        drawLow[slot] = row.draw_low as number;
        drawHigh[slot] = row.draw_high as number;
      }
    }
    return new Profiles(low, high, at, [...places.keys()].map(profileOf), drawLow, drawHigh);
  }

  /** undefined: the newest month has no such number. */
  of(id: string): Profile | undefined {
    const slot = this.slotOf(id);
    return slot === undefined ? undefined : this.profiles[this.at[slot]! - 1];
  }

  /** Of numbers that have had one phone number, as far as the newest month has them: the one that is there, else the first. */
  present(numbers: readonly string[]): string | undefined {
    const known = numbers.filter((number) => this.of(number));
    return known.find((number) => this.of(number)!.isPresent) ?? known[0];
  }

  /** The key that its household is drawn by; undefined as `of`. */
  drawOf(id: string): Bits | undefined {
    const slot = this.slotOf(id);
    return slot === undefined ? undefined : [this.drawLow[slot]!, this.drawHigh[slot]!];
  }

  private slotOf(id: string): number | undefined {
    const [low, high] = hash64(id);
    const last = this.at.length - 1;
    for (let slot = low & last; this.at[slot] !== 0; slot = (slot + 1) & last)
      if (this.low[slot] === low && this.high[slot] === high) return slot;
    return undefined;
  }
}

function free(low: number, at: Uint32Array, size: number): number {
  let slot = low & (size - 1);
  while (at[slot] !== 0) slot = (slot + 1) & (size - 1);
  return slot;
}

function profileOf(text: string): Profile {
  const [city, segment, valueTier, isUniversal, isPresent, isPortedOut, agreed, rules] = text.split('\u001f') as [
    string,
    ...string[],
  ];
  return Object.freeze({
    city: city || null,
    segment: segment || null,
    valueTier: valueTier || null,
    isUniversal: isUniversal === '1',
    isPresent: isPresent === '1',
    isPortedOut: isPortedOut === '1',
    agreed: agreed!,
    rules: rules!,
  });
}
