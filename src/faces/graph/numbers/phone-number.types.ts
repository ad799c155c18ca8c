import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import type { Catalogue } from '../../../catalogue/types.js';
import { camelCase, type NumberColumn, type NumberColumns } from '../../../slices/columns.js';
import { codesNamed, registerCodes } from '../shared/codes.types.js';
import { LocalDate, YearMonth } from '../shared/scalars.types.js';

@ObjectType({ simpleResolvers: true, description: 'Market board: how the number came, its plan and its status. · 市场' })
export class NumberMarket {}

@ObjectType({ simpleResolvers: true, description: 'Network board: calls, data, cells and device. · 网络' })
export class NumberNetwork {}

@ObjectType({ simpleResolvers: true, description: 'Finance board: revenue and costs of the month. · 财务' })
export class NumberFinance {}

@ObjectType({ simpleResolvers: true, description: 'Service: complaints and surveys. · 服务' })
export class NumberService {}

@ObjectType({ simpleResolvers: true, description: 'What the gateway derives from the boards and from the months before.' })
export class NumberFeatures {}

@ObjectType({
  simpleResolvers: true,
  description: 'A phone number in a month: its columns at the month’s end. Only those that are selected are read.',
})
export class PhoneNumber {
  @Field(() => ID, {
    description:
      'Of the number in this month, opaque: a client’s cache keeps the months of a number apart by it. Every argument that takes a number takes it as well.',
  })
  id!: string;
  @Field(() => ID, { description: 'Of the number, the same in every month; surrogate and stable.' }) numberId!: string;
  @Field(() => YearMonth) month!: string;
}

/** The type that has the columns of a board. */
export const boardTypes = {
  identity: PhoneNumber,
  market: NumberMarket,
  network: NumberNetwork,
  finance: NumberFinance,
  service: NumberService,
  features: NumberFeatures,
} as const;

/** Fields that stand elsewhere in the graph: the number, the month, and lists with a place in lifecycle and value. */
const elsewhere: ReadonlySet<string> = new Set(['month', 'numberId']);

/** Gives PhoneNumber and its groups one field a column. Decorators are functions: they work in a loop. Call once. */
export function defineNumberFields(columns: NumberColumns, { dimensions }: Catalogue): void {
  for (const column of columns.values()) {
    const { name, codes, description, isOwn } = column;
    if (codes && !isOwn && !name.endsWith(before)) {
      const values = [...dimensions.values()].find(({ sql }) => sql === name)?.values ?? [];
      registerCodes(enumName(column), description, codes, new Map(values.map((value) => [value.code, value.names])));
    }
    if (elsewhere.has(column.field)) continue;
    const hidden = column.personal ? ' Personal: masked, or a pseudonym, unless role and purpose allow.' : '';
    const options = { nullable: true, description: `${column.description}${hidden}` } as const;
    Field(() => graphType(column) as never, options)(boardTypes[column.board].prototype, column.field);
  }
}

/** What a column of the month before ends with: its codes are those of the column without it. */
const before = '_before';

/** "value_tier" and "value_tier_before" → "NumberValueTier"; of the items of "value_groups": "NumberValueGroup". */
function enumName({ name, kind }: NumberColumn): string {
  const base = name.endsWith(before) ? name.slice(0, -before.length) : name;
  const field = camelCase(kind === 'list' ? base.replace(/s$/, '') : base);
  return `Number${field.charAt(0).toUpperCase()}${field.slice(1)}`;
}

/** The codes of an operator's column need not be names as an enum's are: they are text, and `filterColumns { values }` tells them. */
function graphType(column: NumberColumn): unknown {
  const { name, type, kind, codes, isOwn } = column;
  if (codes && !isOwn) return kind === 'list' ? [codesNamed(enumName(column))] : codesNamed(enumName(column));
  if (kind === 'list') return [String];
  if (kind === 'date') return LocalDate;
  if (kind === 'boolean') return Boolean;
  if (kind === 'number') return type === 'INTEGER' ? Int : Float;
  return name.endsWith('_id') ? ID : String;
}
