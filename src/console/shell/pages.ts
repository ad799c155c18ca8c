import { type ComponentType, lazy } from 'react';
import type { common } from '../words/common.ts';

/** A page: loaded when it is opened, shown in the menu to who may see one of its tiers. */
interface PageEntry {
  /** As the router matches it. */
  readonly pattern: string;
  readonly Component: ComponentType;
  /** 1 indicators, 2 reports, 3 numbers, 4 channels; none: everybody. */
  readonly tiers: readonly number[];
  /** Its place in the menu; null: it is reached from another page. */
  readonly menu: {
    readonly path: string;
    readonly word: keyof typeof common;
    readonly group: 'figures' | 'numbers' | 'work' | 'about';
  } | null;
}

type Menu = NonNullable<PageEntry['menu']>;
const entry = (pattern: string, tiers: readonly number[], menu: Menu | null, load: () => Promise<ComponentType>): PageEntry => ({
  pattern,
  tiers,
  menu,
  Component: lazy(async () => ({ default: await load() })),
});

/** All pages, in the order of the menu. The gateway answers the same paths: src/server/console.ts. */
export const pages: readonly PageEntry[] = [
  entry('/', [1], { path: '/', word: 'board', group: 'figures' }, () => import('../pages/board/board.tsx').then((p) => p.Board)),
  entry('/tree/:code?', [1], { path: '/tree', word: 'tree', group: 'figures' }, () =>
    import('../pages/tree/tree.tsx').then((p) => p.Tree),
  ),
  entry('/why/:measure?', [1], { path: '/why', word: 'why', group: 'figures' }, () =>
    import('../pages/why/why.tsx').then((p) => p.Why),
  ),
];
