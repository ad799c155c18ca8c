import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import type { Person } from './console.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Every page of the console as a link, by who opens it. Words in capitals are put in by who walks. */
export const views: Readonly<Partial<Record<Person, readonly string[]>>> = {
  planner: [
    '/',
    '/?month=2026-09&rank=CHURN_RATE',
    '/tree',
    '/tree/SUBSCRIBERS?also=TARGET&open=all',
    '/tree/LIFECYCLE?form=drawing&toggled=LIFECYCLE.DECLINE&node=LIFECYCLE.DECLINE.DUAL_DROP',
    '/tree/REVENUE?open=all&node=REVENUE.ARPU.DATA_ARPU.DOU&whatif=REVENUE.ARPU.DATA_ARPU.DOU:20',
    '/why',
    '/why/CHURN_RATE?against=SAME_MONTH_LAST_YEAR',
    '/why/REVENUE?slice=SLICE&method=SHAPLEY',
    '/warning',
    '/warning?slice=SLICE',
    '/explore?compared=PREVIOUS_MONTH',
    '/explore?form=pivot&by=CITY,STAGE&measures=ARPU',
    '/explore?form=chart&from=2026-06&by=AREA_TYPE&measures=ARPU',
    '/report',
    '/report/LIFECYCLE_MIGRATION',
    '/report/COHORT_RETENTION',
    '/report/MARKETING_COST',
    '/report/CELL_POTENTIAL',
    '/report/CHANNEL_PROFIT?form=table',
    '/report/OVER_PLAN?slice=SLICE',
    '/numbers?slice=SLICE&boards=network,value&sort=dataGb:desc',
    '/n/NUMBER',
    '/customer/BUYER',
    '/household/HOME',
    '/lists',
    '/lists?slice=SLICE',
    '/lists?slice=SLICE&often=EACH',
    '/lists/LIST?by=OUTCOME',
    '/files',
    '/data',
    '/ask',
  ],
  clerk: ['/counter', '/counter?number=CUSTOMER&visit=walk'],
  agent: ['/work'],
};

/** What axe finds serious on the page as it stands, a line each; of `only` these rules where they are given. */
export async function seriousFaults(page: Page, only?: readonly string[]): Promise<readonly string[]> {
  await page.evaluate(axe);
  return page.evaluate(async (runOnly) => {
    // What fingers touch is as large as it must be, or has room around it: a rule that has to be asked for.
    const rules = { 'target-size': { enabled: true } };
    // biome-ignore lint/suspicious/noExplicitAny: it was put on the page just now
    const { violations } = await (globalThis as any).axe.run({ resultTypes: ['violations'], rules, ...(runOnly && { runOnly }) });
    return violations
      .filter(({ impact }: { impact: string }) => impact === 'serious' || impact === 'critical')
      .map(
        ({ id, nodes }: { id: string; nodes: { html: string }[] }) => `${id} (${nodes.length}): ${nodes[0]?.html.slice(0, 200)}`,
      );
  }, only);
}
