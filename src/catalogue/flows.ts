/** What happens on a day. The mart number_flow has a row for each such fact of a number; a lead is one of lead_state, as most become no number. */
export type FactKind = 'JOIN' | 'RETURN' | 'LEAVE' | 'COMPLAINT' | 'CONTACT' | 'LEAD';

/** What facts are counted and summed by, with the kind of fact that each is of: columns of number_flow, and leads. */
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
} as const satisfies Readonly<Record<string, FactKind>>;
export type Flow = keyof typeof flows;

/** Those that number_flow has. */
export const numberFlows = (Object.keys(flows) as Flow[]).filter((flow) => flows[flow] !== 'LEAD');

/** The flow that is above 0 in every fact of a kind. */
export const everyFact: Readonly<Record<FactKind, Flow>> = {
  JOIN: 'gross_adds',
  RETURN: 'won_back',
  LEAVE: 'leavers',
  COMPLAINT: 'complaints',
  CONTACT: 'campaign_contacts',
  LEAD: 'leads',
};
export const factKinds = Object.keys(everyFact) as readonly FactKind[];

/** Its column in flow_state, where number_state's own stands beside it. */
export const flowColumn = (flow: Flow): string => `flow_${flow}`;
