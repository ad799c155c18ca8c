/** What happens to a number on a day. The mart number_flow has a row for each such fact. */
export type FactKind = 'JOIN' | 'RETURN' | 'LEAVE' | 'COMPLAINT' | 'CONTACT';

/** Columns of number_flow that measures sum, by the kind of fact that each is of. */
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
} as const satisfies Readonly<Record<string, FactKind>>;
export type Flow = keyof typeof flows;

/** The flow that is above 0 in every fact of a kind. */
export const everyFact: Readonly<Record<FactKind, Flow>> = {
  JOIN: 'gross_adds',
  RETURN: 'won_back',
  LEAVE: 'leavers',
  COMPLAINT: 'complaints',
  CONTACT: 'campaign_contacts',
};
export const factKinds = Object.keys(everyFact) as readonly FactKind[];

/** Its column in flow_state, where number_state's own stands beside it. */
export const flowColumn = (flow: Flow): string => `flow_${flow}`;
