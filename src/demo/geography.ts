import type { Execute } from './sql.js';
import { rows } from './sql.js';
import { STORIES } from './stories.js';

interface City {
  readonly code: string;
  readonly en: string;
  readonly zh: string;
  /** Share of the first month's numbers. */
  readonly share: number;
  /** Above 1 bends the choice of plans to the lower tiers, below 1 to the upper ones. */
  readonly thrift: number;
  readonly counties: number;
}

/** The made-up province: 14 cities, 110 counties. No place of these names is meant. */
export const CITIES: readonly City[] = [
  { code: 'YUNJING', en: 'Yunjing', zh: '云京', share: 0.137, thrift: 0.8, counties: 8 },
  { code: 'HAILAN', en: 'Hailan', zh: '海澜', share: 0.098, thrift: 0.88, counties: 8 },
  { code: 'JINTAN', en: 'Jintan', zh: '锦滩', share: 0.086, thrift: 0.92, counties: 8 },
  { code: 'LONGYU', en: 'Longyu', zh: '龙屿', share: 0.082, thrift: 0.95, counties: 8 },
  { code: 'BAIXI', en: 'Baixi', zh: '柏溪', share: 0.078, thrift: 0.97, counties: 8 },
  { code: 'CHENGXI', en: 'Chengxi', zh: '澄汐', share: 0.072, thrift: 0.98, counties: 8 },
  { code: 'NANYING', en: 'Nanying', zh: '南瀛', share: 0.068, thrift: 1.0, counties: 8 },
  { code: 'FENGLIN', en: 'Fenglin', zh: '枫霖', share: 0.062, thrift: 1.02, counties: 8 },
  { code: 'SHIYAO', en: 'Shiyao', zh: '石瑶', share: 0.058, thrift: 1.03, counties: 8 },
  { code: 'YUHE', en: 'Yuhe', zh: '玉禾', share: 0.056, thrift: 1.05, counties: 8 },
  { code: 'XINGZHOU', en: 'Xingzhou', zh: '星洲原', share: 0.053, thrift: 1.06, counties: 8 },
  { code: 'LUOYUN', en: 'Luoyun', zh: '洛云', share: 0.05, thrift: 1.08, counties: 8 },
  { code: 'MUHE', en: 'Muhe', zh: '暮河', share: 0.055, thrift: 5.4, counties: 7 },
  { code: 'TAOXI', en: 'Taoxi', zh: '桃汐', share: 0.045, thrift: 5.0, counties: 7 },
];

/** County names are made of a first and a second syllable; 11 × 10 are all different. */
const FIRST = [['Ji', '霁'], ['Yan', '砚'], ['Lan', '岚'], ['Shuo', '朔'], ['Qi', '栖'], ['Lu', '鹭'], ['Yao', '瑶'], ['Dan', '澹'], ['Dai', '黛'], ['Jun', '隽'], ['Fei', '霏']] as const; // biome-ignore format: a word list
const SECOND = [['pu', '浦'], ['chuan', '川'], ['yuan', '原'], ['wu', '坞'], ['wan', '湾'], ['ping', '坪'], ['jin', '津'], ['tang', '塘'], ['gang', '岗'], ['tan', '潭']] as const; // biome-ignore format: a word list

export const GRIDS_PER_COUNTY = 9;
export const CELLS_PER_GRID = 3;
/** A newcomer's county is looked up by one of so many equal slots of the city. */
export const COUNTY_SLOTS = 64;

const counties = CITIES.flatMap((city, c) =>
  Array.from({ length: city.counties }, (_, i) => ({ city, cityNo: c + 1, place: i })),
).map((county, i) => {
  const [firstEn, firstZh] = FIRST[i % FIRST.length]!;
  const [secondEn, secondZh] = SECOND[Math.floor(i / FIRST.length)]!;
  return {
    countyNo: i + 1,
    code: `${county.city.code}_${String(county.place + 1).padStart(2, '0')}`,
    en: `${firstEn}${secondEn} ${county.place < 2 ? 'District' : 'County'}`,
    zh: `${firstZh}${secondZh}${county.place < 2 ? '区' : '县'}`,
    ...county,
  };
});

/** The number of a city or county by its code, from 1; throws on a name that the geography lacks. */
export const cityNo = (code: string): number => known(CITIES.findIndex((city) => city.code === code) + 1, code);
export const countyNo = (code: string): number => known(counties.findIndex((county) => county.code === code) + 1, code);

function known(no: number, code: string): number {
  if (no === 0) throw new Error(`The demo has no place of the code ${code}.`);
  return no;
}

/** The county at a share of a city's people, from 0 to 1. The larger ones come first: weights fall from 10 to 3. */
export function countyAt(cityNo: number, share: number) {
  const own = counties.filter((county) => county.cityNo === cityNo);
  const weights = own.map((county) => 10 - county.place);
  const at = share * weights.reduce((a, b) => a + b, 0);
  return own.find((_, i) => at < weights.slice(0, i + 1).reduce((a, b) => a + b, 0))!;
}

/**
 * What is told of a county beside its names: numbers of all operators there, of which the demo's first ones are a third on average, a fifth
 * where the base grows by the stories; and who lives there, less than there are numbers.
 */
function market({ countyNo, city, cityNo, place }: (typeof counties)[number], numbers: number): [number, number] {
  const weights = counties.filter((county) => county.cityNo === cityNo).map((county) => 10 - county.place);
  const own = (numbers * city.share * (10 - place)) / weights.reduce((a, b) => a + b, 0);
  const grows = STORIES.mixShift.cities.some((code) => code === city.code);
  const ours = (grows ? 0.2 : 0.28) + (countyNo % 5) * 0.03;
  const all = Math.max(10, Math.round(own / ours));
  return [Math.round(all / (1.05 + (countyNo % 7) * 0.04)), all];
}

/** Gives the county of each slot. */
function slots(): [number, number, number][] {
  return CITIES.flatMap((_, c) =>
    Array.from({ length: COUNTY_SLOTS }, (_, slot): [number, number, number] => [
      c + 1,
      slot,
      countyAt(c + 1, (slot + 0.5) / COUNTY_SLOTS).countyNo,
    ]),
  );
}

/** Makes the tables city, county, county_slot, grid and cell in the schema; `numbers`: how many the demo begins with. */
export async function makeGeography(schema: string, numbers: number, execute: Execute): Promise<void> {
  const cityRows = CITIES.map((city, i) => {
    const own = counties.filter((county) => county.cityNo === i + 1);
    return [i + 1, city.code, city.en, city.zh, city.share, city.thrift, own[0]!.countyNo, own.length];
  });
  const countyRows = counties.map((county) => [
    county.countyNo,
    county.cityNo,
    county.code,
    county.en,
    county.zh,
    county.city.code,
    ...market(county, numbers),
  ]);
  await execute(`
    CREATE TABLE ${schema}.city AS FROM (VALUES ${rows(cityRows)})
      t(city_no, code, en, zh, share, thrift, first_county, counties)`);
  await execute(`
    CREATE TABLE ${schema}.county AS FROM (VALUES ${rows(countyRows)}) t(county_no, city_no, code, en, zh, city, population, operator_numbers)`);
  await execute(`
    CREATE TABLE ${schema}.county_slot AS FROM (VALUES ${rows(slots())}) t(city_no, slot, county_no)`);
  await execute(`
    CREATE TABLE ${schema}.grid AS
      SELECT (county_no - 1) * ${GRIDS_PER_COUNTY} + place + 1 AS grid_no, county_no, code AS county,
        code || '_G' || (place + 1) AS code, en || ' Grid ' || (place + 1) AS en, zh || (place + 1) || '号网格' AS zh,
        CASE WHEN place < CASE WHEN right(code, 2) IN ('01', '02') THEN 8 ELSE 4 END THEN 'URBAN' ELSE 'RURAL' END AS area_type
      FROM ${schema}.county, range(${GRIDS_PER_COUNTY}) r(place)`);
  await execute(`
    CREATE TABLE ${schema}.cell AS
      SELECT (g.grid_no - 1) * ${CELLS_PER_GRID} + place + 1 AS cell_no, g.code || '_C' || (place + 1) AS code,
        c.en || ' ' || (g.grid_no - (c.county_no - 1) * ${GRIDS_PER_COUNTY}) || '-' || (place + 1) AS name, c.city, c.code AS county
      FROM ${schema}.grid g JOIN ${schema}.county c USING (county_no), range(${CELLS_PER_GRID}) r(place)`);
}
