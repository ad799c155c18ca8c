import { createHash } from 'node:crypto';
import type { Catalogue } from '../catalogue/types.js';
import { memo } from '../lib/memo.js';

/** 12 hex digits of sha256 over all that decides: offers with their rules and terms, scenes and contact policy; not over texts. */
export const ruleVersionOf = memo(({ offers, scenes, contactPolicy }: Catalogue): string => {
  const rules = [...offers.values()].map(({ code, ruleVersion, monthlyOrders }) => [code, ruleVersion, monthlyOrders]);
  const own = [...scenes.values()].map(({ names: _, ...rule }) => rule);
  return createHash('sha256')
    .update(JSON.stringify([rules, own, contactPolicy]))
    .digest('hex')
    .slice(0, 12);
});
