import type { ComponentType } from 'react';
import type { Start } from '../view/start.tsx';
import type { common } from '../words/common.ts';

/** A page: loaded when it is opened, shown in the menu to who may see one of its tiers. */
export interface PageEntry {
  /** As the router matches it. */
  readonly pattern: string;
  /** Fetches its code, which shows it when it is opened. */
  readonly load: () => Promise<ComponentType>;
  /** The same where it is here already. */
  readonly loaded: () => ComponentType | null;
  /** 1 indicators, 2 reports, 3 numbers, 4 channels; none: everybody. */
  readonly tiers: readonly number[];
  /** What else he must be allowed, beyond looking. */
  readonly isFor: (start: Start) => boolean;
  /** Its place in the menu; null: it is reached from another page. */
  readonly menu: {
    readonly path: string;
    readonly word: keyof typeof common;
    readonly group: 'figures' | 'reports' | 'numbers' | 'work' | 'about';
  } | null;
}

type Menu = NonNullable<PageEntry['menu']>;
const entry = (
  pattern: string,
  tiers: readonly number[],
  menu: Menu | null,
  load: () => Promise<ComponentType>,
  isFor: PageEntry['isFor'] = () => true,
): PageEntry => {
  let code: ComponentType | null = null;
  return {
    pattern,
    load: async () => {
      code = await load();
      return code;
    },
    loaded: () => code,
    tiers,
    isFor,
    menu,
  };
};

const hasToDoWithLists: PageEntry['isFor'] = ({ may }) => may('MAKE_LISTS') || may('FREEZE_LISTS') || may('APPROVE_LISTS');

/** Who may not open a page sees neither it nor its name. */
export const mayOpen = ({ tiers, isFor }: PageEntry, start: Start): boolean =>
  (tiers.length === 0 || tiers.some(start.sees)) && isFor(start);

/** All pages, in the order of the menu. The gateway answers the same paths: src/server/console.ts. */
export const pages: readonly PageEntry[] = [
  entry('/', [1], { path: '/', word: 'board', group: 'figures' }, () => import('../pages/board/board.tsx').then((p) => p.Board)),
  entry('/tree/:code?', [1], { path: '/tree', word: 'tree', group: 'figures' }, () =>
    import('../pages/tree/tree.tsx').then((p) => p.Tree),
  ),
  entry('/why/:measure?', [1], { path: '/why', word: 'why', group: 'figures' }, () =>
    import('../pages/why/why.tsx').then((p) => p.Why),
  ),
  entry('/warning', [1], { path: '/warning', word: 'warning', group: 'figures' }, () =>
    import('../pages/warning/warning.tsx').then((p) => p.Warning),
  ),
  entry('/explore', [2], { path: '/explore', word: 'explore', group: 'reports' }, () =>
    import('../pages/explore/explore.tsx').then((p) => p.Explore),
  ),
  entry('/report', [2], { path: '/report', word: 'reports', group: 'reports' }, () =>
    import('../pages/reports/report-list.tsx').then((p) => p.ReportList),
  ),
  entry('/report/:code', [2], null, () => import('../pages/reports/report.tsx').then((p) => p.Report)),
  entry('/numbers', [3], { path: '/numbers', word: 'numbers', group: 'numbers' }, () =>
    import('../pages/numbers/numbers.tsx').then((p) => p.Numbers),
  ),
  entry('/customer/:id', [3], null, () => import('../pages/party/customer.tsx').then((p) => p.OneCustomer)),
  entry('/household/:id', [3], null, () => import('../pages/party/household.tsx').then((p) => p.OneHousehold)),
  entry('/n/:id', [3], null, () => import('../pages/number/number.tsx').then((p) => p.OneNumber)),
  entry(
    '/counter',
    [4],
    { path: '/counter', word: 'counter', group: 'work' },
    () => import('../pages/counter/counter.tsx').then((p) => p.Counter),
    ({ me: { scenes } }) => scenes === null || scenes.includes('COUNTER') || scenes.includes('PARTNER'),
  ),
  entry(
    '/lists',
    [4],
    { path: '/lists', word: 'lists', group: 'work' },
    () => import('../pages/lists/lists.tsx').then((p) => p.Lists),
    hasToDoWithLists,
  ),
  entry('/lists/:id', [4], null, () => import('../pages/lists/list.tsx').then((p) => p.List), hasToDoWithLists),
  entry(
    '/work',
    [4],
    { path: '/work', word: 'work', group: 'work' },
    () => import('../pages/work/work.tsx').then((p) => p.Work),
    ({ may }) => may('WORK'),
  ),
  entry(
    '/files',
    [],
    { path: '/files', word: 'files', group: 'about' },
    () => import('../pages/files/files.tsx').then((p) => p.Files),
    ({ may }) => may('EXPORT') || may('MAKE_SETS'),
  ),
  entry('/data', [], { path: '/data', word: 'data', group: 'about' }, () => import('../pages/data/data.tsx').then((p) => p.Data)),
  entry('/ask', [], { path: '/ask', word: 'ask', group: 'about' }, () => import('../pages/ask/ask.tsx').then((p) => p.Ask)),
];
