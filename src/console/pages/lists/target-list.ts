import type { ListPageQuery } from '../../graph/documents.ts';

/** A target list as its page knows it. */
export type TargetList = NonNullable<ListPageQuery['targetList']>;
