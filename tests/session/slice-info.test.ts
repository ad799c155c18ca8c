import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { developer } from '../../src/security/viewer.js';
import { encodeSlice, type Slice } from '../../src/slices/slice.js';
import type { Where } from '../../src/slices/where.js';
import { type Data, type Gateway, openGateway } from '../support/gateway.js';
import { dataOf } from '../support/indicators.js';
import { managerOf } from '../support/viewers.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const plain: Slice = { from: '2026-10', to: '2026-10', where: {}, nodes: [], counted: [], facts: [], others: [], followed: null };
const encoded = (slice: Partial<Slice>, hash?: string): string => {
  const { catalogue, secret } = gateway.slices;
  return encodeSlice({ ...plain, ...slice }, { catalogue: hash ? { ...catalogue, hash } : catalogue, secret });
};
/** Of a catalogue that is not at hand. */
const foreign = 'f'.repeat(64);
const own = 'en: words zh: words(locale: ZH) from to where nodes count months stale';
const fields = `${own} followed { ${own} }`;
const infoOf = async (slice: string, viewer = developer): Promise<Data> => {
  const { data, errors } = await gateway.ask(`query ($slice: Slice!) { slice(slice: $slice) { ${fields} } }`, { slice }, viewer);
  expect(errors).toEqual([]);
  return data.slice;
};

test('a slice of an answer, in words of both languages, with what it counts', async () => {
  const { indicatorTree } = await dataOf(
    gateway,
    '{ indicatorTree(tree: "LIFECYCLE", where: { city: { eq: "HAILAN" } }) { nodes { code value slice } } }',
  );
  const { value, slice } = indicatorTree.nodes.find(({ code }: Data) => code === 'LIFECYCLE.DECLINE.DUAL_DROP');
  expect(await infoOf(slice)).toEqual({
    en: 'Life cycle › Decline › Dual drop, city Hailan, October 2026',
    zh: '生命周期 › 衰退期 › 双降，地市 海澜，2026年10月',
    from: '2026-10',
    to: '2026-10',
    where: { city: { eq: 'HAILAN' } },
    nodes: ['LIFECYCLE.DECLINE.DUAL_DROP'],
    count: value,
    months: ['2026-10'],
    stale: false,
    followed: null,
  });
});

describe('what a slice may hold, in words', () => {
  const wheres: readonly (readonly [Where, string, string])[] = [
    [
      { revenue: { gte: 20, lt: 50.5 } },
      'revenue net of tax < 50.5 CNY, revenue net of tax ≥ 20 CNY',
      '收入 < 50.5元，收入 ≥ 20元',
    ],
    [{ dataGb: { between: [1, 5] } }, 'data from 1 GB to 5 GB', '流量 介于 1 GB 至 5 GB'],
    [{ revenueChange: { lt: -0.07 } }, 'change of revenue < -7 %', '收入变化 < -7%'],
    [{ churnRisk: { between: [0.05, 0.3] } }, 'churn risk from 5 % to 30 %', '离网风险 介于 5% 至 30%'],
    [{ hasBroadband: { eq: false } }, 'has broadband: no', '有宽带：否'],
    [{ city: { ne: 'HAILAN' } }, 'city not Hailan', '地市 非海澜'],
    [{ city: { in: ['HAILAN', 'MUHE', null] } }, 'city Hailan / Muhe / none', '地市 海澜、暮河、无'],
    [{ city: { in: [] } }, 'city none of any', '地市 空列表'],
    [{ creditLevel: { notIn: [1, 2] } }, 'credit level not 1 / 2', '信用等级 非1、2'],
    [{ leaveReason: { isNull: true } }, 'no reason for leaving', '无离网原因'],
    [{ joinedOn: { before: '2026-01-01' } }, 'joined on before 2026-01-01', '入网日期 早于 2026-01-01'],
    [{ valueGroups: { hasAny: ['ACTIVE_CORE'] } }, 'value groups with ACTIVE_CORE', '价值群组 含ACTIVE_CORE'],
    [
      { or: [{ city: { eq: 'MUHE' }, areaType: { eq: 'RURAL' } }, { not: { stage: { eq: 'NEW' } } }] },
      '(area type Rural and city Muhe or not (life-cycle stage New))',
      '（城乡类型 农村且地市 暮河或非（生命周期阶段 新入网））',
    ],
    [{ grid: { in: ['A', 'B', 'C', 'D', 'E', 'F', 'G'] } }, 'grid A / B / C / D / E / 2 more', '网格 A、B、C、D、E、另外 2 个'],
  ];

  test.each(wheres)('%j', async (where, en, zh) => {
    const info = await infoOf(encoded({ where }));
    expect([info.en, info.zh]).toEqual([`${en}, October 2026`, `${zh}，2026年10月`]);
    expect(info.where).toEqual(where);
  });

  test('every other part of a slice', async () => {
    const info = await infoOf(
      encoded({
        from: '2026-08',
        counted: ['LEAVERS'],
        where: { day: { eq: '2026-10-03' } },
        facts: ['complaints'],
        others: ['2026-09 LIFECYCLE.DECLINE', '2026-07 -'],
      }),
    );
    expect(info.en).toBe(
      'day 2026-10-03, counted in “Leavers”, with “Complaints” so, in September 2026 Life cycle › Decline, not there in July 2026, August to October 2026',
    );
    expect(info.zh).toBe(
      '日 2026-10-03，计入“离网”，其中有“投诉量”，2026年9月为生命周期 › 衰退期，2026年7月不在，2026年8月至10月',
    );
    expect((await infoOf(encoded({}))).en).toBe('All numbers, October 2026');
  });

  test('of every field that a filter may name, in both languages', async () => {
    const operand = { code: { eq: '1' }, name: { contains: 'x' }, number: { gt: 1 }, date: { after: '2026-01-01' } };
    const set = { id: '0a8f5b8e-6c1d-4f8e-9d55-0c3b1f3d2a10', scoreGte: 0.5 };
    const others = { boolean: { eq: true }, list: { has: 'x' }, set };
    const columns = [...gateway.serving.columns.values()];
    const asked = columns.map(({ field, kind }, at) => {
      const slice = encoded({ where: { [field]: { ...operand, ...others }[kind] } as Where });
      return `f${at}: slice(slice: "${slice}") { en: words zh: words(locale: ZH) }`;
    });
    const data: Data = {};
    // A document has at most a hundred aliases, and each of these three.
    for (let from = 0; from < asked.length; from += 30)
      Object.assign(data, await dataOf(gateway, `{ ${asked.slice(from, from + 30).join(' ')} }`));
    for (const [at, { names }] of columns.entries()) {
      const { en, zh } = data[`f${at}`];
      expect(en.toLowerCase()).toContain(names.en.toLowerCase());
      expect(zh).toContain(names.zh);
      expect(`${en}${zh}`).not.toMatch(/\{\}|undefined|null|\[object/);
    }
  });
});

test('a slice that follows tells whom', async () => {
  const { indicator } = await dataOf(
    gateway,
    `{ indicator(measure: NUMBERS, month: "2026-10", follow: NUMBERS, where: { city: { eq: "MUHE" } }
         slice: "${encoded({ from: '2026-09', to: '2026-09', nodes: ['LIFECYCLE.DECLINE'] })}") { value slice } }`,
  );
  const info = await infoOf(indicator.slice);
  expect([info.en, info.zh]).toEqual([
    'city Muhe, the numbers of (Life cycle › Decline, September 2026), October 2026',
    '地市 暮河，（生命周期 › 衰退期，2026年9月）的号码，2026年10月',
  ]);
  expect([info.count, info.followed.en, info.followed.from]).toEqual([
    indicator.value,
    'Life cycle › Decline, September 2026',
    '2026-09',
  ]);
});

test('of several months number-months are counted, of those that the data have', async () => {
  const info = await infoOf(encoded({ from: '2026-09' }));
  const [hand] = await gateway.sql(`select count(*) as found from number_state where month in ('2026-09', '2026-10')`);
  expect([info.count, info.months]).toEqual([Number(hand!.found), ['2026-09', '2026-10']]);
  const gone = await infoOf(encoded({ from: '2020-01', to: '2020-02' }));
  expect([gone.count, gone.months, gone.stale, gone.en]).toEqual([null, [], false, 'All numbers, January to February 2020']);
  const follows = { ...plain, from: '2020-01', to: '2020-01' };
  expect((await infoOf(encoded({ followed: follows }))).count).toBeNull();
});

describe('a slice of other definitions', () => {
  test('is stale, in words all the same, and counts nothing', async () => {
    const slice = encoded({ nodes: ['LIFECYCLE.DECLINE'], where: { city: { eq: 'HAILAN' } } }, foreign);
    const info = await infoOf(slice);
    expect(info).toMatchObject({ stale: true, count: null, months: [], where: { city: { eq: 'HAILAN' } } });
    expect(info.en).toBe('Life cycle › Decline, city Hailan, October 2026');
    const { errors } = await gateway.ask(`{ indicator(measure: NUMBERS, slice: "${slice}") { value } }`);
    expect(errors[0]!.extensions.code).toBe('STALE_SLICE');
  });

  test('names that are gone are told by their codes', async () => {
    const where = { oldColumn: { gt: 5, isNull: false }, city: { lt: 3 } } as unknown as Where;
    const slice = encoded({ nodes: ['OLD_TREE.A', 'LIFECYCLE.OLD'], counted: ['OLD_MEASURE'], where }, foreign);
    const info = await infoOf(slice);
    expect([info.stale, info.where]).toEqual([true, where]);
    expect(info.en).toBe(
      'OLD_TREE › A, Life cycle › OLD, city < 3, any oldColumn, oldColumn > 5, counted in “OLD_MEASURE”, October 2026',
    );
  });

  test('what no version of this gateway made is no slice, and one of another version is stale for good', async () => {
    const refused = async (slice: string) => {
      const { data, errors } = await gateway.ask(`{ slice(slice: "${slice}") { stale } }`);
      expect(data.slice).toBeNull();
      return errors[0]!.extensions.code;
    };
    expect(await refused('s2.AAAA')).toBe('BAD_USER_INPUT');
    expect(await refused(encoded({}).replace('s2.', 's3.'))).toBe('STALE_SLICE');
    expect(await refused(encoded({ where: { city: { eq: { gt: 1 } } } as unknown as Where }, foreign))).toBe('BAD_USER_INPUT');
  });
});

describe('who may see what', () => {
  const personal = ['msisdn', 'customerId', 'householdId', 'deviceId'];
  const masked = [managerOf(['HAILAN']), { ...developer, personal: 'masked' as const }, { ...developer, purpose: null }];

  test.each(personal)('%s: what it is compared with is told to those only who may filter by it', async (field) => {
    const secret = '13812345678';
    const where = {
      or: [
        { not: { [field]: { in: [secret, '13900000000'], startsWith: secret } } },
        { city: { eq: 'HAILAN' }, [field]: { isNull: true } },
      ],
    } as unknown as Where;
    for (const hash of [undefined, foreign]) {
      for (const slice of [encoded({ where }, hash), encoded({ followed: { ...plain, where } }, hash)]) {
        for (const viewer of masked) {
          const info = await infoOf(slice, viewer);
          expect(JSON.stringify(info)).not.toMatch(/138|139/);
          expect(info.en).toContain('****');
          expect(info.count).toBeNull();
        }
        expect(JSON.stringify(await infoOf(slice))).toContain(secret);
      }
    }
    expect((await infoOf(encoded({ where }), masked[0])).where.or[0]).toEqual({
      not: { [field]: { in: ['****'], startsWith: '****' } },
    });
  });

  test('a column that nobody knows any more may have been a personal one', async () => {
    const slice = encoded({ where: { phone: { eq: '13812345678' } } as unknown as Where }, foreign);
    expect((await infoOf(slice, masked[0])).where).toEqual({ phone: { eq: '****' } });
  });

  test('numbers of one’s own cities are counted', async () => {
    const [hand] = await gateway.sql(`select count(*) as found from number_state where month = '2026-10' and city = 'HAILAN'`);
    expect((await infoOf(encoded({}), managerOf(['HAILAN']))).count).toBe(Number(hand!.found));
    expect((await infoOf(encoded({}), managerOf([]))).count).toBe(0);
  });

  test('a viewer of a tier that has figures', async () => {
    const query = `{ slice(slice: "${encoded({})}") { words count } }`;
    for (const tier of [1, 2, 3]) expect((await gateway.ask(query, {}, { ...developer, tiers: [tier] })).errors).toEqual([]);
    for (const tiers of [[4], []])
      expect((await gateway.ask(query, {}, { ...developer, tiers })).errors[0]!.extensions.code).toBe('FORBIDDEN');
  });
});
