/**
 * What happens on a day: a fact. USE: what a number used and brought on one. COMPLAINT: one that number_month counts; CASE: one that the mart
 * complaint tells of, with its kind and what became of it.
 */
export type FactKind = 'JOIN' | 'RETURN' | 'LEAVE' | 'COMPLAINT' | 'CONTACT' | 'LEAD' | 'USE' | 'CASE';

/** The mart that has a row for each fact of a kind. Most leads become no number, and use is told of every number on every day. */
export const martOfFacts = {
  JOIN: 'number_flow',
  RETURN: 'number_flow',
  LEAVE: 'number_flow',
  COMPLAINT: 'number_flow',
  CONTACT: 'number_flow',
  LEAD: 'lead_state',
  USE: 'number_day',
  CASE: 'number_complaint',
} as const satisfies Readonly<Record<FactKind, string>>;

/** What facts are counted and summed by, with the kind of fact that each is of: columns of number_flow, leads, days of use, and complaints. */
export const flows = {
  gross_adds: 'JOIN',
  won_back: 'RETURN',
  leavers: 'LEAVE',
  complaints: 'COMPLAINT',
  campaign_contacts: 'CONTACT',
  contacts_elsewhere: 'CONTACT',
  reached_contacts: 'CONTACT',
  orders: 'CONTACT',
  campaign_cost: 'CONTACT',
  order_margin: 'CONTACT',
  leads: 'LEAD',
  use_days: 'USE',
  complaints_opened: 'CASE',
} as const satisfies Readonly<Record<string, FactKind>>;
export type Flow = keyof typeof flows;

/** Those that number_flow has. */
export const numberFlows = (Object.keys(flows) as Flow[]).filter((flow) => martOfFacts[flows[flow]] === 'number_flow');

/** The flow that is above 0 in every fact of a kind. */
export const everyFact: Readonly<Record<FactKind, Flow>> = {
  JOIN: 'gross_adds',
  RETURN: 'won_back',
  LEAVE: 'leavers',
  COMPLAINT: 'complaints',
  CONTACT: 'campaign_contacts',
  LEAD: 'leads',
  USE: 'use_days',
  CASE: 'complaints_opened',
};
export const factKinds = Object.keys(everyFact) as readonly FactKind[];

/** Its column in flow_state, where number_state's own stands beside it. */
export const flowColumn = (flow: Flow): string => `flow_${flow}`;
