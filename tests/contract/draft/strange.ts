import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ident, text } from '../../../src/lib/quote.js';
import type { Builder } from '../../../src/warehouse/duckdb.js';

/** Headers as an operator's extracts have them, by the contract's column; written without a look at what `init` knows. */
const people = {
  number_id: '用户编码',
  msisdn: '手机号码',
  customer_id: '客户编号',
  household_id: '家庭群编码',
  customer_type: '客户类别',
  industry: '行业分类',
  payer: '付费方式',
  account_manager_id: '客户经理编号',
  gender: '性别',
  birth_year: '出生年份',
  credit_level: '信用星级',
  city: '归属地市',
  county: '归属区县',
  grid: '归属网格',
  area_type: '城乡标识',
  joined_on: '入网时间',
  join_channel_id: '发展渠道编码',
  join_staff_id: '发展人工号',
  previous_number_id: '原用户编码',
  referred_by_number_id: '推荐人用户编码',
  ported_in_from: '携入方运营商',
  plan_id: '主套餐编码',
  plan_fee: '套餐月租(分)',
  contract_end_on: '合约到期时间',
  data_allowance_gb: '套餐内流量(MB)',
  voice_allowance_min: '套餐内语音分钟数',
  has_broadband: '是否宽带用户',
  has_iptv: '是否电视用户',
  has_family_net: '是否亲情网',
  has_group_net: '是否集团网',
  on_5g_plan: '是否5G套餐',
  is_sub_card: '是否副卡',
  status: '用户状态',
  status_since: '状态变更时间',
  leave_reason: '离网原因',
  home_cell_id: '居住地基站小区',
  work_cell_id: '工作地基站小区',
  device_5g: '是否5G终端',
  device_id: '终端IMEI',
  other_sim: '副卡槽归属',
  satisfaction: '满意度评分',
  nps_score: 'NPS评分',
  accepts_calls: '是否接受外呼',
  accepts_messages: '是否接受营销短信',
  accepts_partners: '是否接受第三方营销',
};
const bills = {
  number_id: '用户编码',
  arrears: '累计欠费',
  prepaid_balance: '账户余额',
  voice_min: '通话总时长(秒)',
  local_min: '本地通话时长(秒)',
  long_distance_min: '长途通话时长(秒)',
  roaming_min: '漫游通话时长(秒)',
  cross_net_min: '网间通话时长(秒)',
  contacts: '交往圈人数',
  top5_share: '前五联系人通话占比(%)',
  data_gb: '总流量(MB)',
  day_data_gb: '白天流量(MB)',
  night_data_gb: '夜间流量(MB)',
  sms: '短信条数',
  active_days: '活跃天数',
  revenue: '出账收入',
  voice_revenue: '语音收入',
  data_revenue: '流量收入',
  vas_revenue: '增值业务收入',
  broadband_revenue: '宽带收入',
  overage_revenue: '套外收入',
  last_paid_use_on: '最近一次付费使用日期',
  discount: '优惠减免',
  commission: '渠道酬金',
  points_cost: '积分成本',
  promotion_cost: '促销成本',
  complaints: '投诉次数',
};
/** The other marts: their files' names and headers. */
const others: Readonly<Record<string, readonly [file: string, headers: Readonly<Record<string, string>>]>> = {
  city: ['地市维表.csv', { code: '地市编码', zh: '地市名称', en: '英文名称' }],
  county: ['区县维表.csv', { code: '区县编码', zh: '区县名称', en: '英文名称', city: '所属地市' }],
  grid: ['网格维表.csv', { code: '网格编码', zh: '网格名称', en: '英文名称', county: '所属区县' }],
  channel: [
    '渠道维表.csv',
    { code: '渠道编码', zh: '渠道名称', en: '英文名称', kind: '渠道类型', city: '归属地市', cell_id: '所在基站小区' },
  ],
  plan: [
    '套餐维表.csv',
    {
      code: '套餐编码',
      zh: '套餐名称',
      en: '英文名称',
      tier: '套餐档次',
      fee: '月租(分)',
      data_allowance_gb: '套餐内流量(MB)',
      voice_allowance_min: '套餐内语音分钟数',
      is_5g: '是否5G套餐',
    },
  ],
  complaint: [
    '投诉工单.csv',
    {
      complaint_id: '工单编号',
      number_id: '用户编码',
      opened_on: '受理时间',
      kind: '投诉类型',
      channel_id: '受理渠道',
      closed_on: '办结时间',
      satisfied: '是否满意',
    },
  ],
  number_event: [
    '业务受理明细.csv',
    {
      number_id: '用户编码',
      on: '受理日期',
      type: '业务类型',
      channel_id: '办理渠道',
      staff_id: '操作员工号',
      offer_id: '产品编码',
    },
  ],
};

/** What its codes are called there; 9 is one that nobody can guess. */
const codes: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  customer_type: { PERSONAL: '公众客户', HOUSEHOLD: '家庭客户', ENTERPRISE: '政企客户' },
  payer: { SELF: '个人付费', COMPANY: '单位付费' },
  gender: { FEMALE: '女', MALE: '男', UNKNOWN: '未知' },
  area_type: { URBAN: '城镇', RURAL: '农村' },
  status: { ACTIVE: '正常', SUSPENDED: '停机', PRE_CANCELLED: '预销户', CANCELLED: '销户' },
  leave_reason: { ARREARS: '欠费', PRICE: '资费', SERVICE: '网络质量', PORT_OUT: '携号转出', MOVED: '搬迁', OTHER: '其他' },
  other_sim: { NONE: '无', OWN: '本网', COMPETITOR: '异网', UNKNOWN: '9' },
  kind: { OWN_STORE: '自有营业厅', AGENT_STORE: '社会渠道', OUTBOUND: '电话营销', ONLINE: '电子渠道', PARTNER: '异业合作' },
  type: {
    JOIN: '入网',
    PLAN_CHANGE: '套餐变更',
    SUSPEND: '停机',
    RESUME: '复机',
    PRE_CANCEL: '预销户',
    CANCEL: '销户',
    PORT_OUT: '携号转出',
    COMPLAINT: '投诉',
    OFFER_ORDER: '产品订购',
  },
};

/** How a column is written: fen, megabytes, seconds, 20260131, +86, 是 and 否. */
function strangely(column: string, header: string, types: ReadonlyMap<string, string>): string {
  const [name, type] = [ident(column), types.get(column) ?? ''];
  if (column === 'msisdn') return `'+86' || ${name}`;
  if (type === 'DATE') return `strftime(${name}, '%Y%m%d')`;
  if (type === 'BOOLEAN') return `CASE WHEN ${name} THEN '是' WHEN NOT ${name} THEN '否' END`;
  if (header.endsWith('(MB)')) return `CAST(${name} * 1024 AS DECIMAL(18,3))`;
  if (header.endsWith('(秒)')) return `CAST(${name} * 60 AS BIGINT)`;
  if (header.endsWith('(%)')) return `CAST(${name} * 100 AS DECIMAL(5,2))`;
  if (type === 'DECIMAL(12,2)') return `CAST(${name} * 100 AS BIGINT)`;
  const words = codes[column];
  if (!words) return name;
  return `CASE ${name} ${Object.entries(words)
    .map(([code, word]) => `WHEN ${text(code)} THEN ${text(word)}`)
    .join(' ')} ELSE ${name} END`;
}

/** Writes a demo operator's marts anew: in GBK, with Chinese headers, fen, 20260131 and +86, and two files a month. The headers of each mart's columns. */
export async function writeStrange(
  builder: Builder,
  demo: string,
  dir: string,
  months: readonly string[],
): Promise<ReadonlyMap<string, Readonly<Record<string, string>>>> {
  mkdirSync(dir, { recursive: true });
  const write = async (file: string, from: string, headers: Readonly<Record<string, string>>): Promise<void> => {
    const rows = await builder.query(`DESCRIBE FROM ${from}`);
    const types = new Map(rows.map((row) => [String(row.column_name), String(row.column_type)]));
    const columns = Object.entries(headers).map(([column, header]) => `${strangely(column, header, types)} AS ${ident(header)}`);
    const path = join(dir, file);
    await builder.execute(`COPY (SELECT ${columns.join(', ')} FROM ${from}) TO ${text(`${path}.utf8`)} (FORMAT csv, HEADER)`);
    writeFileSync(path, toGbk(readFileSync(`${path}.utf8`, 'utf8')));
    rmSync(`${path}.utf8`);
  };
  for (const month of months) {
    const from = `read_parquet('${demo}/number_month/month=${month}/*.parquet', hive_partitioning = false)`;
    await write(`用户资料_${month.replace('-', '')}.csv`, from, people);
    await write(`用户账单_${month.replace('-', '')}.csv`, from, bills);
  }
  for (const [mart, [file, headers]] of Object.entries(others))
    await write(file, `read_parquet('${demo}/${mart}/**/*.parquet', hive_partitioning = false)`, headers);
  const found = Object.entries(others).map(([mart, [, headers]]) => [mart, headers] as const);
  return new Map([...found, ['number_month', { ...bills, ...people }]]);
}

/** Node decodes GBK and does not encode it. */
function toGbk(content: string): Buffer {
  const decoder = new TextDecoder('gbk');
  const bytes = new Map<string, readonly number[]>();
  for (let first = 0x81; first <= 0xfe; first++)
    for (let second = 0x40; second <= 0xfe; second++) bytes.set(decoder.decode(Uint8Array.of(first, second)), [first, second]);
  return Buffer.from(
    [...content].flatMap((character) => (character < '\x80' ? [character.charCodeAt(0)] : bytes.get(character)!)),
  );
}
