import { type Names, namesOr } from '../catalogue/names.js';
import type { Catalogue, Dimension } from '../catalogue/types.js';
import type { WarehouseEngine } from '../warehouse/engine.js';
import { asItIs, statement } from '../warehouse/statement.js';

/** Names of codes, by the mart that lists them; small lists, read once when a generation is opened. */
export type Labels = ReadonlyMap<string, ReadonlyMap<string, Names>>;

/** The lists that dimensions name as their labels: the catalogue's own offers, others from the serving database. */
export async function loadLabels(engine: WarehouseEngine, catalogue: Catalogue): Promise<Labels> {
  const marts = new Set([...catalogue.dimensions.values()].map(({ labels }) => labels).filter((mart) => mart !== null));
  const lists = [...marts].map(async (mart) => {
    if (mart === 'offer') return [mart, new Map([...catalogue.offers.values()].map(({ code, names }) => [code, names]))] as const;
    const source = `serving.mart_${mart}`;
    const asked = statement(
      `labels of ${mart}`,
      mart === 'cell_month' ? cells(source) : `select code, en, zh from ${source}`,
      [],
      [asItIs(source)],
    );
    const rows = await engine.run(asked);
    const names = rows.map(({ code, en, zh }) => [String(code), namesOr(String(code), en, zh)] as const);
    return [mart, new Map(names)] as const;
  });
  return new Map(await Promise.all(lists));
}

/** Cells come by month and have one name each: the newest. */
const cells = (source: string): string =>
  `select cell_id as code, arg_max(name, month) as en, null as zh from ${source} group by cell_id`;

const none: Names = { en: 'none', zh: '无' };
export const yes: Names = { en: 'yes', zh: '是' };
export const no: Names = { en: 'no', zh: '否' };

/** All values that are not shown, together. */
export const other: Names = { en: 'Other', zh: '其他' };

/** What people call a dimension's value; a code without a name is called by its code. */
export function labelOf(dimension: Dimension, code: string | null, labels: Labels): Names {
  if (code === null) return none;
  const fixed = dimension.values.find((value) => value.code === code)?.names;
  const listed = dimension.labels ? labels.get(dimension.labels)?.get(code) : undefined;
  const boolean = dimension.type === 'BOOLEAN' ? (code === 'true' ? yes : no) : undefined;
  return fixed ?? listed ?? boolean ?? { en: code, zh: code };
}
