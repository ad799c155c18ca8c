// Alone: a process has one graph, and this one's has columns of an operator's own; their generation is built here, ten seconds.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { stringify } from 'yaml';
import { loadConfig } from '../../src/config.js';
import { exportDirectory, fileOf } from '../../src/exports/jobs/files.js';
import { createMartlet, type Martlet } from '../../src/martlet.js';
import { newKey } from '../../src/security/keys.js';
import { developer, type Viewer } from '../../src/security/viewer.js';
import { openBuilder } from '../../src/warehouse/duckdb.js';
import { parseCsv } from '../support/csv.js';
import { anySize, demo } from '../support/demo.js';
import { type Data, type Gateway, openGateway } from '../support/gateway.js';

const contract = `columns:
  loyalty_points: {type: INTEGER, unit: points, board: finance, en: Loyalty points, zh: 积分}
  club_level: {type: VARCHAR, codes: [GOLD, "2"], en: Club level, zh: 俱乐部等级}
  has_insurance: {type: BOOLEAN, zh: 有保险}
  contact_name: {type: VARCHAR, sensitivity: personal, board: service, en: Contact, zh: 联系人}
`;
const rule = (when: string) => ({ when, en: when, zh: when });
const catalogue: Readonly<Record<string, object>> = {
  'measures/club.yaml': {
    measures: [
      {
        code: 'POINTS',
        zh: '积分',
        kind: 'stock',
        unit: 'points',
        higherIsBetter: true,
        sum: 'CASE WHEN on_books THEN loyalty_points ELSE 0 END',
        type: 'BIGINT',
      },
      {
        code: 'GOLD_SHARE',
        en: 'Gold',
        kind: 'ratio',
        unit: '%',
        higherIsBetter: true,
        formula: 'gold_numbers / CLOSING_SUBSCRIBERS * 100',
        parts: { gold_numbers: { count: "on_books AND club_level = 'GOLD'" } },
      },
      {
        code: 'PEOPLE',
        en: 'People',
        kind: 'distinct',
        unit: 'people',
        higherIsBetter: true,
        count: 'on_books',
        distinct: 'contact_name',
      },
    ],
  },
  'dimensions/club.yaml': {
    dimensions: [
      { code: 'CLUB_LEVEL', en: 'Club level', sql: 'club_level', values: { GOLD: { zh: '金' }, 2: { en: 'Second', zh: '二' } } },
      {
        code: 'POINTS_BAND',
        en: 'Points',
        sql: "CASE WHEN loyalty_points >= 50 THEN 'MANY' ELSE 'FEW' END",
        values: { MANY: { en: 'Many' }, FEW: { en: 'Few' } },
      },
    ],
  },
  'reports/club.yaml': {
    code: 'CLUB',
    en: 'Club',
    description: { en: 'The club' },
    measures: ['POINTS', 'GOLD_SHARE'],
    dimensions: ['CLUB_LEVEL'],
    where: { hasInsurance: { eq: true } },
    chart: { kind: 'BAR', x: 'CLUB_LEVEL', y: ['POINTS'] },
  },
  'offers/club.yaml': {
    offers: [
      {
        code: 'CLUB_GIFT',
        en: 'Club gift',
        family: 'GIFT',
        monthlyMargin: 50,
        months: 12,
        incentive: 1,
        commission: 1,
        scenes: ['COUNTER'],
        eligible: rule('loyalty_points >= 90'),
        relevant: rule("club_level = 'GOLD'"),
        suitable: rule('has_insurance'),
        pitch: { en: 'You have {{loyalty_points}} points, {{contact_name}}.', zh: '您有 {{loyalty_points}} 积分。' },
      },
    ],
  },
};
/** What the columns hold, also for the second route: of the base mart, which the gateway does not ask. */
const values = `CAST(number_id % 100 AS INTEGER) AS loyalty_points, CASE number_id % 3 WHEN 0 THEN 'GOLD' WHEN 1 THEN '2' END AS club_level,
  number_id % 2 = 0 AS has_insurance, 'Wang ' || (number_id // 2) AS contact_name`;

let gateway: Gateway;
let martlet: Martlet;
let folder: string;
let settings: Record<string, string>;
const base = () =>
  `read_parquet('${folder}/warehouse/number_month/*/*.parquet', hive_partitioning = true, hive_types = {'month': varchar})`;

beforeAll(async () => {
  folder = mkdtempSync(join(inject('scratch'), 'own-columns-'));
  const { warehouse } = await demo(anySize);
  cpSync(warehouse, join(folder, 'warehouse'), { recursive: true });
  rmSync(join(folder, 'warehouse/number_month'), { recursive: true });
  const builder = await openBuilder();
  // Of the plan a number has the code alone: what it holds is the plan's to tell.
  await builder.execute(
    `COPY (SELECT * EXCLUDE (plan_fee, data_allowance_gb, voice_allowance_min, on_5g_plan), ${values}
       FROM read_parquet('${warehouse}/number_month/*/*.parquet', hive_partitioning = true, hive_types = {'month': varchar}) WHERE month >= '2026-09')
     TO '${folder}/warehouse/number_month' (FORMAT parquet, PARTITION_BY (month))`,
  );
  await builder.close();
  for (const [name, text] of [
    ['warehouse/contract/number_month.yaml', contract] as const,
    ...Object.entries(catalogue).map(([file, content]) => [`catalogue/${file}`, stringify(content)] as const),
  ]) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  settings = { MARTLET_WAREHOUSE: join(folder, 'warehouse'), MARTLET_CATALOGUE: join(folder, 'catalogue') };
  const home = join(folder, 'home');
  martlet = createMartlet(loadConfig({ MARTLET_HOME: home, ...settings }, {}));
  await martlet.build();
  gateway = await openGateway(home, null, settings);
}, 120_000);
afterAll(() => gateway?.close());

/** The second route: by hand, of the warehouse's own files. */
async function byHand(select: string, where = "month = '2026-10'"): Promise<Data[]> {
  const builder = await openBuilder();
  try {
    return (await builder.query(`SELECT ${select} FROM ${base()} WHERE ${where}`)) as Data[];
  } finally {
    await builder.close();
  }
}
async function ask(query: string, viewer: Viewer = developer, variables: Record<string, unknown> = {}): Promise<Data> {
  const { data, errors } = await gateway.ask(query, variables, viewer);
  expect(errors).toEqual([]);
  return data;
}
async function refusal(query: string, viewer: Viewer): Promise<Data> {
  const { errors } = await gateway.ask(query, {}, viewer);
  return errors[0]?.extensions.code;
}
const onBooks = "month = '2026-10' AND status IN ('ACTIVE', 'SUSPENDED')";
const masked: Viewer = { ...developer, subject: 'masked', personal: 'masked' };

describe('single numbers', () => {
  const fields = 'numberId finance { loyaltyPoints } market { clubLevel hasInsurance } service { contactName }';

  test('a filter of each, an order by one, and the count are those of the warehouse', async () => {
    const { numbers } = await ask(`{ numbers(first: 5, orderBy: [{ column: "loyaltyPoints", desc: true }], where: {
      loyaltyPoints: { between: [40, 90] }, clubLevel: { in: ["GOLD", "2"] }, hasInsurance: { eq: true }, contactName: { startsWith: "Wang" }
    }) { totalCount nodes { ${fields} } } }`);
    const where = "month = '2026-10' AND loyalty_points BETWEEN 40 AND 90 AND club_level IN ('GOLD', '2') AND has_insurance";
    expect([numbers.totalCount]).toEqual([Number((await byHand('count(*) AS n', where))[0].n)]);
    expect(numbers.totalCount).toBeGreaterThan(20);
    const top = await byHand(
      'number_id, loyalty_points, club_level, contact_name',
      `${where} ORDER BY loyalty_points DESC, number_id LIMIT 5`,
    );
    expect(numbers.nodes).toEqual(
      top.map((row: Data) => ({
        numberId: String(row.number_id),
        finance: { loyaltyPoints: row.loyalty_points },
        market: { clubLevel: row.club_level, hasInsurance: true },
        service: { contactName: row.contact_name },
      })),
    );
  });

  test('one number shows them by key, in its history too', async () => {
    const [row] = await byHand(
      'number_id, loyalty_points, club_level, has_insurance, contact_name',
      "month = '2026-10' AND club_level = 'GOLD' LIMIT 1",
    );
    const { number } = await ask(
      `{ number(id: "${row.number_id}") { ${fields} history(months: 2) { finance { loyaltyPoints } } } }`,
    );
    expect(number).toMatchObject({
      finance: { loyaltyPoints: row.loyalty_points },
      market: { clubLevel: 'GOLD', hasInsurance: row.has_insurance },
      service: { contactName: row.contact_name },
    });
    expect(number.history.every((each: Data) => each.finance.loyaltyPoints === row.loyalty_points)).toBe(true);
  });

  test('one number lists them for who does not know them, without what a role hides', async () => {
    const [row] = await byHand('number_id, contact_name', "month = '2026-10' AND club_level IS NULL LIMIT 1");
    const told = async (viewer: Viewer) =>
      (
        await ask(
          `{ number(id: "${row.number_id}") { ownColumns { name board unit value label zh: label(locale: ZH) } } }`,
          viewer,
        )
      ).number.ownColumns;
    const points = { name: 'loyaltyPoints', board: 'FINANCE', unit: 'points', label: 'Loyalty points', zh: '积分' };
    const club = { name: 'clubLevel', board: 'MARKET', unit: null, value: null, label: 'Club level', zh: '俱乐部等级' };
    const insured = { name: 'hasInsurance', board: 'MARKET', unit: null, label: '有保险', zh: '有保险' };
    const contact = { name: 'contactName', board: 'SERVICE', unit: null, label: 'Contact', zh: '联系人' };
    expect(await told(developer)).toEqual([
      { ...points, value: String(Number(row.number_id) % 100) },
      club,
      { ...insured, value: String(Number(row.number_id) % 2 === 0) },
      { ...contact, value: row.contact_name },
    ]);
    const [, , , pseudonym] = await told(masked);
    expect(pseudonym.value).not.toMatch(/Wang/);
    const hiding: Viewer = { ...developer, columns: { ...developer.columns, hidden: new Set(['loyaltyPoints']) } };
    expect((await told(hiding)).map(({ name }: Data) => name)).toEqual(['clubLevel', 'hasInsurance', 'contactName']);
  });

  test('they are told of among the filters and the coverage', async () => {
    const { catalogue: told } = await ask(`{ catalogue {
      filterColumns(contains: "club") { name type label zh: label(locale: ZH) personal dimension values { code label zh: label(locale: ZH) } }
      coverage { column provided neededBy }
    } }`);
    expect(told.filterColumns).toEqual([
      {
        name: 'clubLevel',
        type: 'CODE',
        label: 'Club level',
        zh: 'Club level',
        personal: false,
        dimension: 'CLUB_LEVEL',
        values: [
          { code: 'GOLD', label: '金', zh: '金' },
          { code: '2', label: 'Second', zh: '二' },
        ],
      },
    ]);
    const covered = told.coverage.find(({ column }: Data) => column === 'loyalty_points');
    expect(covered).toMatchObject({ provided: true, neededBy: expect.arrayContaining(['POINTS', 'POINTS_BAND', 'CLUB_GIFT']) });
  });

  test('a file has them, and who may not see a person in clear a pseudonym', async () => {
    await gateway.startExports();
    for (const [viewer, shows] of [
      [developer, /^Wang \d+$/],
      [masked, /^(?!Wang)/],
    ] as const) {
      const { startExport } = await ask(
        'mutation { startExport(input: { what: NUMBERS, format: CSV, everybody: true, columns: ["loyalty_points", "hasInsurance", "contact_name"] }) { id } }',
        viewer,
      );
      const job = async () => (await ask(`{ exportJob(id: "${startExport.id}") { status rows fileName } }`, viewer)).exportJob;
      await expect.poll(async () => (await job()).status, { interval: 20 }).toBe('DONE');
      const [head, ...rows] = parseCsv(readFileSync(fileOf(exportDirectory(gateway.home), startExport.id), 'utf8'));
      expect(head).toEqual(['month', 'number_id', 'loyalty_points', 'has_insurance', 'contact_name']);
      expect(rows.length).toBe(Number((await byHand('count(*) AS n'))[0].n));
      for (const [, id, points, , name] of rows) {
        expect(Number(points)).toBe(Number(id) % 100);
        expect(name).toMatch(shows);
      }
    }
  });
});

describe('figures', () => {
  test('measures and dimensions of them, and the slice of each figure', async () => {
    const { indicator } = await ask('{ indicator(measure: POINTS) { value drill(by: CLUB_LEVEL) { code label value slice } } }');
    const rows = await byHand("coalesce(club_level, 'none') AS level, sum(loyalty_points) AS points", `${onBooks} GROUP BY 1`);
    const points = new Map(rows.map(({ level, points: sum }: Data) => [level, Number(sum)]));
    expect(indicator.value).toBe([...points.values()].reduce((sum, each) => sum + each, 0));
    expect(new Map(indicator.drill.map(({ code, value }: Data) => [code ?? 'none', value]))).toEqual(points);
    const gold = indicator.drill.find(({ code }: Data) => code === 'GOLD');
    expect(gold.label).toBe('金');
    const { numbers } = await ask(
      `query ($slice: Slice!) { numbers(first: 1, slice: $slice) { sums(measures: [POINTS]) } }`,
      developer,
      { slice: gold.slice },
    );
    expect(numbers.sums).toEqual([gold.value]);
  });

  test('an analysis, and a report of one’s own that a column filters', async () => {
    const { analysis, report } = await ask(`{
      analysis(dimensions: [POINTS_BAND], measures: [GOLD_SHARE, PEOPLE]) { rows { pointsBand label(dimension: POINTS_BAND) goldShare people } }
      report(code: "CLUB") { name(locale: ZH) rows { cells } }
    }`);
    const bands = await byHand(
      "CASE WHEN loyalty_points >= 50 THEN 'MANY' ELSE 'FEW' END AS band, 100.0 * count(*) FILTER (club_level = 'GOLD') / count(*) AS gold, count(DISTINCT contact_name) AS people",
      `${onBooks} GROUP BY 1 ORDER BY 1`,
    );
    expect(
      analysis.rows.map(({ pointsBand, goldShare, people }: Data) => [pointsBand, goldShare.toFixed(9), people]).sort(),
    ).toEqual(bands.map(({ band, gold, people }: Data) => [band, Number(gold).toFixed(9), Number(people)]));
    const [insured] = await byHand('sum(loyalty_points) AS points', `${onBooks} AND has_insurance AND club_level = 'GOLD'`);
    expect(report.name).toBe('Club');
    expect(report.rows.flatMap(({ cells }: Data) => cells)).toContain(Number(insured.points));
  });

  test('an offer is made to whom its rules over them hold, by list and by number', async () => {
    const [{ rule: whole, inputs }] = (await ask('{ offers(scene: COUNTER) { code rule inputs } }')).offers.filter(
      ({ code }: Data) => code === 'CLUB_GIFT',
    );
    expect(inputs).toEqual(['club_level', 'has_insurance', 'loyalty_points']);
    const [{ n }] = (await gateway.sql(`select count(*) as n from number_state where month = '2026-10' and ${whole}`)) as Data[];
    const hand = "month = '2026-10' AND loyalty_points >= 90 AND club_level = 'GOLD' AND has_insurance";
    expect(Number(n)).toBe(Number((await byHand('count(*) AS n', hand))[0].n));
    expect(Number(n)).toBeGreaterThan(0);
    const [one] = await byHand('number_id, loyalty_points', `${hand} AND status = 'ACTIVE' LIMIT 1`);
    const { recommendations } = await ask(
      `{ recommendations(number: "${one.number_id}", scene: COUNTER, limit: 20) { shown { offer { code } pitch } considered { offer { code } } } }`,
    );
    const gift = [...recommendations.shown, ...recommendations.considered].find(({ offer }: Data) => offer.code === 'CLUB_GIFT');
    expect(gift).toBeDefined();
    const pitch = recommendations.shown.find(({ offer }: Data) => offer.code === 'CLUB_GIFT')?.pitch ?? '';
    expect(pitch).toContain(`You have ${one.loyalty_points} points, `);
    expect(pitch).not.toContain('Wang');
  });

  test('a list is ranked by one', async () => {
    const { createTargetList } =
      await ask(`mutation { createTargetList(input: { name: "Club", purpose: "test", scene: COUNTER, offers: ["CLUB_GIFT"],
      where: { clubLevel: { eq: "GOLD" } }, rankBy: "loyaltyPoints", holdOut: 0 }) { id } }`);
    const { freezeTargetList } = await ask(
      `mutation { freezeTargetList(id: "${createTargetList.id}") { size members(first: 50) { nodes { number { finance { loyaltyPoints } } } } } }`,
    );
    const points = freezeTargetList.members.nodes.map(({ number }: Data) => number.finance.loyaltyPoints);
    expect(points.length).toBe(Math.min(50, freezeTargetList.size));
    expect(points).toEqual([...points].sort((a, b) => b - a));
    expect(points.every((each: number) => each >= 90)).toBe(true);
  });
});

describe('who may see what', () => {
  test('a masked viewer is shown pseudonyms, and refused to filter or order by a person', async () => {
    const { numbers } = await ask('{ numbers(first: 20) { nodes { numberId service { contactName } } } }', masked);
    for (const { service } of numbers.nodes) expect(service.contactName).not.toMatch(/Wang/);
    const [{ numberId }] = numbers.nodes;
    const { number } = await ask(`{ number(id: "${numberId}") { service { contactName } } }`, masked);
    expect(number.service.contactName).toBe(numbers.nodes[0].service.contactName);
    expect(await refusal('{ numbers(first: 1, where: { contactName: { eq: "Wang 1" } }) { totalCount } }', masked)).toBe(
      'FORBIDDEN',
    );
    expect(await refusal('{ numbers(first: 1, orderBy: [{ column: "contactName" }]) { nodes { id } } }', masked)).toBe(
      'FORBIDDEN',
    );
    expect(await refusal('{ indicator(measure: NUMBERS, where: { contactName: { eq: "Wang 1" } }) { value } }', masked)).toBe(
      'FORBIDDEN',
    );
  });

  test('a slice that a person’s name made gives a masked viewer nothing', async () => {
    const { indicator } = await ask('{ indicator(measure: NUMBERS, where: { contactName: { eq: "Wang 51" } }) { value slice } }');
    const { errors } = await gateway.ask(
      'query ($slice: Slice!) { numbers(first: 1, slice: $slice) { totalCount } }',
      { slice: indicator.slice },
      masked,
    );
    expect(errors[0]?.extensions.code).toBe('FORBIDDEN');
  });

  test('policies name them in the contract’s spelling or the graph’s, and an unknown one is refused', async () => {
    const viewerOf = (columns: object): Viewer => {
      const { secret, entry } = newKey('someone', ['own'], []);
      const path = join(folder, 'policies.yaml');
      const role = { tiers: [1, 2, 3], cities: 'all', personal: 'clear', purposes: ['care'], columns };
      writeFileSync(path, stringify({ roles: { own: role }, keys: [entry] }));
      return { ...martlet.policies(path).authenticate(secret)!, purpose: 'care' };
    };
    const hiding = viewerOf({ hidden: ['loyalty_points'], masked: ['contactName'] });
    expect(await refusal('{ numbers(first: 1) { nodes { finance { loyaltyPoints } } } }', hiding)).toBe('FORBIDDEN');
    expect(await refusal('{ numbers(first: 1, where: { loyaltyPoints: { gt: 1 } }) { totalCount } }', hiding)).toBe('FORBIDDEN');
    expect(await refusal('{ numbers(first: 1, orderBy: [{ column: "loyaltyPoints" }]) { nodes { id } } }', hiding)).toBe(
      'FORBIDDEN',
    );
    const { numbers } = await ask('{ numbers(first: 3) { nodes { service { contactName } } } }', hiding);
    for (const { service } of numbers.nodes) expect(service.contactName).not.toMatch(/Wang/);
    const plain = await ask('{ numbers(first: 3) { nodes { service { contactName } } } }', viewerOf({}));
    for (const { service } of plain.numbers.nodes) expect(service.contactName).toMatch(/Wang/);
    expect(() => viewerOf({ hidden: ['loyalty_point'] })).toThrow(/loyalty_point.*loyalty/is);
  });
});

describe('what the plan says', () => {
  test('stands in for the numbers’ own, and is told so', async () => {
    const { catalogue: told } = await ask('{ catalogue { coverage { mart column provided standIn } } }');
    expect(told.coverage.filter(({ standIn }: Data) => standIn !== null)).toEqual([
      { mart: 'number_month', column: 'plan_fee', provided: true, standIn: 'plan.fee' },
      { mart: 'number_month', column: 'data_allowance_gb', provided: true, standIn: 'plan.data_allowance_gb' },
      { mart: 'number_month', column: 'voice_allowance_min', provided: true, standIn: 'plan.voice_allowance_min' },
      { mart: 'number_month', column: 'on_5g_plan', provided: true, standIn: 'plan.is_5g' },
    ]);
  });

  test('gives the measures that need them, by a second route from plans and use', async () => {
    const { analysis } = await ask(
      '{ analysis(measures: [DATA_SATURATION, OVER_PLAN_SHARE, FIVE_G_PENETRATION]) { rows { dataSaturation overPlanShare fiveGPenetration } } }',
    );
    const plans = `(SELECT * FROM read_parquet('${folder}/warehouse/plan/*.parquet'))`;
    const builder = await openBuilder();
    const [row] = await builder.query(`
      SELECT 100.0 * sum(data_gb) / sum(p.data_allowance_gb) AS saturation,
        100.0 * count(*) FILTER (on_books AND (data_gb > p.data_allowance_gb OR voice_min > p.voice_allowance_min)) / count(*) FILTER (on_books) AS over,
        100.0 * count(*) FILTER (on_books AND p.is_5g AND device_5g) / count(*) FILTER (on_books) AS five
      FROM (SELECT *, status IN ('ACTIVE', 'SUSPENDED') AS on_books FROM ${base()} WHERE month = '2026-10') AS n LEFT JOIN ${plans} AS p ON p.code = n.plan_id`);
    await builder.close();
    const [{ dataSaturation, overPlanShare, fiveGPenetration }] = analysis.rows;
    const text = (value: unknown) => Number(value).toFixed(6);
    expect([dataSaturation, overPlanShare, fiveGPenetration].map(text)).toEqual(
      [row!.saturation, row!.over, row!.five].map(text),
    );
    expect(dataSaturation).toBeGreaterThan(0);
  });

  test('is withheld with the mart that it comes from', async () => {
    const without: Viewer = { ...developer, marts: { granted: null, denied: ['plan'] } };
    const query = '{ indicator(measure: FIVE_G_PENETRATION) { value absence } }';
    const { data, errors } = await gateway.ask(query, {}, without);
    expect(errors[0]?.extensions.code ?? data.indicator.absence).toBe('FORBIDDEN');
    expect(await refusal('{ numbers(first: 1) { nodes { market { planFee } } } }', without)).toBe('FORBIDDEN');
    expect((await ask(query)).indicator.value).toBeGreaterThan(0);
  });
});

test('a changed overlay is another generation, and the one before is not served with it', async () => {
  const { manifest } = gateway.serving;
  expect(manifest.contractHash).toBe(martlet.definitions.contract.hash);
  const path = join(folder, 'warehouse/contract/number_month.yaml');
  writeFileSync(path, contract.replace('unit: points', 'unit: stars'));
  const changed = createMartlet(loadConfig({ MARTLET_HOME: gateway.home, ...settings }, {}));
  expect(changed.definitions.contract.hash).not.toBe(manifest.contractHash);
  await expect(changed.open(manifest.id)).rejects.toThrow(/built from other definitions.*MARTLET_WAREHOUSE/);
  writeFileSync(path, contract);
});
