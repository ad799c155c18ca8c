import { dimensionNamed, measureNamed } from '../../catalogue/named.js';
import type { Dimension, Measure } from '../../catalogue/types.js';
import { requireKnown, requireProvided } from '../../figures/figure.js';
import { groupBy, type Scope, sliceOf } from '../../figures/question.js';
import type { Sums } from '../../figures/sums.js';
import { only } from '../../figures/where-of-terms.js';
import { requireColumns, seesInClear } from '../../security/grants.js';
import { shownValue } from '../../security/shown.js';
import { camelCase } from '../../slices/columns.js';
import type { Slice } from '../../slices/slice.js';
import { both, type Where } from '../../slices/where.js';
import { dimensionColumn, measureColumn } from '../column.js';
import type { CellValue, ReportDefinition, ReportRequest, ReportRowValue } from '../report.js';
import { figureOfMonth, onlyMonth, sumsOfMonth, textColumn } from './common.js';

const told = ['CLOSING_SUBSCRIBERS', 'REVENUE', 'ARPU', 'AT_RISK_NUMBERS', 'REVENUE_AT_RISK', 'CONTRACTS_ENDING'] as const;
const dimensions = ['COMPANY_SIZE', 'INDUSTRY', 'ACCOUNT_MANAGER', 'PAYER', 'CITY', 'COUNTY'];
const companies: Where = { customerType: { eq: 'ENTERPRISE' } };

/** Companies one by one: no dimension of the catalogue, as who may not see a customer's id may not cut by it. */
const customer: Dimension = {
  code: 'CUSTOMER',
  names: { en: 'Customer', zh: '客户' },
  sql: "nullif(customer_id, '')",
  type: 'VARCHAR',
  needs: ['customer_id'],
  lookback: 0,
  before: null,
  parent: null,
  values: [],
  labels: null,
  facts: [],
  ofLeads: null,
  grain: null,
  source: { file: 'group-customers.ts', line: 1 },
};

export const groupCustomers: ReportDefinition = {
  code: 'GROUP_CUSTOMERS',
  names: { en: 'Group customers', zh: '集团客户' },
  description: {
    en: 'Companies by revenue, numbers, ARPU, numbers at risk of leaving and contracts that end within 90 days: one by one (which needs tier 3), or by size, industry, account manager, payer or place. A company with numbers in several places, or of several payers, counts in each of them, and once in the total.',
    zh: '集团客户的收入、号码数、户均收入、离网高风险号码与90天内到期合约：逐户列出（需第三层权限），或按规模、行业、客户经理、付费方、地区汇总。号码分布于多地或多付费方的集团在各处均计，合计仅计一次。',
  },
  options: [
    {
      name: 'by',
      type: 'CODE',
      description: { en: 'CUSTOMER: one by one; else what they are cut by', zh: 'CUSTOMER 为逐户列出，其余为切分维度' },
      default: 'CUSTOMER',
      allowed: ['CUSTOMER', ...dimensions],
      values: { CUSTOMER: { en: 'One by one', zh: '逐户' } },
    },
    {
      name: 'orderBy',
      type: 'MEASURE',
      description: { en: 'Most of it first', zh: '排序指标，由高到低' },
      default: 'REVENUE',
      allowed: told,
    },
    { name: 'top', type: 'INTEGER', description: { en: 'So many rows', zh: '显示行数' }, default: '100', least: 1, most: 10_000 },
  ],
  chart: { kind: 'BAR', x: 'by', y: ['revenue'], series: null },
  months: 1,
  make: async (request) => {
    const { context, options } = request;
    const month = onlyMonth('GROUP_CUSTOMERS', request);
    requireProvided('GROUP_CUSTOMERS', ['customer_type', 'customer_id'], context.coverage);
    const scope: Scope = { ...request.scope, where: both(request.scope.where, companies) };
    const asked = { ...request, scope };
    const isOneByOne = options.get('by') === customer.code;
    const by = isOneByOne ? customer : dimensionNamed(context.catalogue, options.get('by')!);
    if (isOneByOne) requireColumns(context.viewer, ['customerId', 'industry', 'accountManagerId']);
    else requireKnown('GROUP_CUSTOMERS', [by], [month], context.coverage);
    const measures = [...(isOneByOne ? [] : ['CUSTOMERS']), ...told].map((code) => measureNamed(context.catalogue, code));
    const [groups, [whole]] = await Promise.all([
      sumsOfMonth(asked, month, measures, [groupBy(by)], context.viewer.limits.analysisRows),
      sumsOfMonth(asked, month, measures, []),
    ]);
    const figures = (sums: Sums, cuts: readonly Dimension[]) =>
      measures.map((measure) => figureOfMonth(measure, sums, month, asked, cuts));
    const ranked = groups
      .map(({ keys: [code = null], sums }) => ({ code, cells: figures(sums, [by]) }))
      .sort(mostFirst(measures, options.get('orderBy')!))
      .slice(0, Number(options.get('top')));
    const heads = isOneByOne ? await companyHeads(ranked, month, request) : ranked.map(({ code }) => [code]);
    const slice = (where: Where): Slice => sliceOf(scope, month, { where });
    const rows = ranked.map(
      ({ code, cells }, at): ReportRowValue => ({
        cells: [...heads[at]!, ...cells],
        slice: isOneByOne
          ? seesInClear(context.viewer, 'customerId')
            ? slice({ customerId: isCode(code) })
            : null
          : slice(only(by, code)),
        totalOf: [],
      }),
    );
    const columns = isOneByOne
      ? [
          textColumn('by', customer.names.en, customer.names.zh),
          dimensionColumn(dimensionNamed(context.catalogue, 'INDUSTRY'), 'industry'),
          textColumn('accountManager', 'Account manager', '客户经理'),
        ]
      : [dimensionColumn(by, 'by')];
    return {
      columns: [...columns, ...measures.map((measure) => measureColumn(measure, camelCase(measure.code)))],
      rows: [
        ...rows,
        {
          cells: [...columns.map(() => null), ...figures(whole?.sums ?? {}, [])],
          slice: slice({}),
          totalOf: columns.map(({ name }) => name),
        },
      ],
    };
  },
};

const isCode = (code: string | null) => (code === null ? { isNull: true } : { eq: code });

/** By a measure, what has no figure last, and by code where they are equal. */
const mostFirst = (measures: readonly Measure[], code: string) => {
  const at = measures.findIndex((measure) => measure.code === code);
  const worth = ({ cells }: { readonly cells: readonly (number | null)[] }) => cells[at] ?? Number.NEGATIVE_INFINITY;
  return (a: Ranked, b: Ranked): number => {
    const [x, y] = [worth(a), worth(b)];
    return x === y ? String(a.code).localeCompare(String(b.code)) : y - x;
  };
};

interface Ranked {
  readonly code: string | null;
  readonly cells: readonly (number | null)[];
}

/** Each company's id as the viewer may see it, its industry, and who looks after it. */
async function companyHeads(
  ranked: readonly Ranked[],
  month: string,
  { context }: ReportRequest,
): Promise<readonly (readonly CellValue[])[]> {
  return Promise.all(
    ranked.map(async ({ code }) => {
      if (code === null) return [null, null, null];
      const party = await context.numbers.parties.load({ kind: 'CUSTOMER', key: code, month });
      const { industry = null, account_manager_id: manager = null } = party?.row ?? {};
      const id = shownValue(context.viewer, { name: 'customer_id', personal: true }, code, context.secret);
      return [id as string, industry as string | null, manager as string | null];
    }),
  );
}
