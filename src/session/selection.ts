/** The fields asked for below a field, by name whatever their aliases, in the order they are asked for. */
export type Selection = ReadonlyMap<string, Selected>;

/** A field as often as it is asked for; what is below it is taken together. */
export interface Selected {
  /** Under how many names it is asked for: it is written as often. */
  readonly copies: number;
  below(): Selection;
}

/** What is asked for of each row of a page: below `nodes`, and below `node` of its `edges`; `copies`: under so many names. */
export function selectedRows(page: Selection): readonly { readonly below: Selection; readonly copies: number }[] {
  const edges = page.get('edges');
  const node = edges?.below().get('node');
  const asked = [
    { selected: page.get('nodes'), times: 1 },
    { selected: node, times: edges?.copies ?? 0 },
  ];
  return asked.flatMap(({ selected, times }) => (selected ? [{ below: selected.below(), copies: times * selected.copies }] : []));
}
