import { type MonthNumber, monthName } from './calendar.js';
import { CELLS_PER_GRID, CITIES, countyAt, GRIDS_PER_COUNTY } from './geography.js';
import type { Execute } from './sql.js';
import { choose, rows } from './sql.js';
import { STORIES } from './stories.js';

interface ChannelKind {
  readonly kind: 'OWN_STORE' | 'AGENT_STORE' | 'OUTBOUND' | 'ONLINE' | 'PARTNER';
  readonly stem: string;
  readonly en: string;
  readonly zh: string;
  readonly perCity: number;
  /** Share of the joins. */
  readonly share: number;
  /** Commission for a join, CNY. */
  readonly commission: number;
}

export const CHANNEL_KINDS: readonly ChannelKind[] = [
  { kind: 'OWN_STORE', stem: 'OWN', en: 'Store', zh: '自营厅', perCity: 12, share: 0.34, commission: 12 },
  { kind: 'AGENT_STORE', stem: 'AGENT', en: 'Agency', zh: '代理店', perCity: 22, share: 0.36, commission: 55 },
  { kind: 'OUTBOUND', stem: 'CALLS', en: 'Outbound team', zh: '外呼组', perCity: 2, share: 0.08, commission: 40 },
  { kind: 'ONLINE', stem: 'WEB', en: 'Online shop', zh: '网上店', perCity: 2, share: 0.15, commission: 8 },
  { kind: 'PARTNER', stem: 'PARTNER', en: 'Partner', zh: '合作商', perCity: 5, share: 0.07, commission: 45 },
];

export const CHANNELS_PER_CITY = CHANNEL_KINDS.reduce((sum, kind) => sum + kind.perCity, 0);

/** Counties in which no store stands by the stories, or none but the one that opens. */
const storeless: readonly string[] = [STORIES.noStore.county, STORIES.storeOpens.county];

/** The cell of a store: spread as the people are, but for the counties that have none by the stories; others stand nowhere. */
function cellOf(cityNo: number, { kind, perCity }: ChannelKind, i: number): string | null {
  if (kind !== 'OWN_STORE' && kind !== 'AGENT_STORE') return null;
  const own = countyAt(cityNo, (i + 0.5) / perCity);
  const { code } = storeless.includes(own.code) ? countyAt(cityNo, 0) : own;
  return `${code}_G${1 + (i % GRIDS_PER_COUNTY)}_C${1 + (i % CELLS_PER_GRID)}`;
}

const regular = CITIES.flatMap((city, c) =>
  CHANNEL_KINDS.flatMap((kind) =>
    Array.from({ length: kind.perCity }, (_, i) => ({
      code: `${city.code}_${kind.stem}_${String(i + 1).padStart(2, '0')}`,
      en: `${city.en} ${kind.en} ${i + 1}`,
      zh: `${city.zh}${kind.zh}${i + 1}`,
      kind: kind.kind,
      city: city.code,
      commission: kind.commission,
      cell: cellOf(c + 1, kind, i),
    })),
  ),
);

/** The store of the stories that opens; it stands after all others, whose numbers follow from their city's. */
const opening = {
  ...regular.find(({ city, kind }) => city === STORIES.storeOpens.city && kind === 'OWN_STORE')!,
  code: STORIES.storeOpens.channel,
  en: 'Fenglin Store 13',
  zh: '枫霖自营厅13',
  cell: `${STORIES.storeOpens.county}_G1_C1`,
};
const channels = [...regular, opening];

/** The number of a channel by its code, from 1. */
export function channelNo(code: string): number {
  const no = channels.findIndex((channel) => channel.code === code) + 1;
  if (no === 0) throw new Error(`The demo has no channel of the code ${code}.`);
  return no;
}

/** The place of a kind's first channel within a city's channels, from 0. */
export const placeOfKind = (kind: ChannelKind['kind']): number => {
  const index = CHANNEL_KINDS.findIndex((k) => k.kind === kind);
  return CHANNEL_KINDS.slice(0, index).reduce((sum, k) => sum + k.perCity, 0);
};

/** SQL for a channel of a city: its kind by the first draw, which one by the second. */
export function channelOf(city: string, kindDraw: string, oneDraw: string): string {
  const place = choose(
    kindDraw,
    CHANNEL_KINDS.map((k) => [k.share, `${placeOfKind(k.kind) + 1} + floor(${oneDraw} * ${k.perCity})`]),
  );
  return `((${city} - 1) * ${CHANNELS_PER_CITY} + ${place})::INTEGER`;
}

/** The stories' store opens on its month's first day; of the others it is not known when they did. */
export async function makeChannels(schema: string, last: MonthNumber, execute: Execute): Promise<void> {
  const openedOn = `${monthName(last - STORIES.storeOpens.from)}-01`;
  const values = channels.map((c, i) => [
    ...[i + 1, c.code, c.en, c.zh, c.kind, c.city, c.commission, c.cell],
    c === opening ? openedOn : null,
  ]);
  await execute(`CREATE TABLE ${schema}.channel AS SELECT * REPLACE (opened_on::DATE AS opened_on) FROM (VALUES ${rows(values)})
    t(channel_no, code, en, zh, kind, city, commission, cell_id, opened_on)`);
}
