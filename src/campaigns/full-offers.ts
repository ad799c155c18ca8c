import type { Catalogue } from '../catalogue/types.js';
import { ordersOfMonth } from '../ledger/contacts/contact-history.js';
import type { Ledger } from '../ledger/ledger.js';

const none: ReadonlySet<string> = new Set();

/** Offers of which as many orders were taken in a month ("2026-10") as can be served. */
export async function fullOffers(
  ledger: Ledger,
  { offers }: Pick<Catalogue, 'offers'>,
  month: string,
): Promise<ReadonlySet<string>> {
  const limited = [...offers.values()].filter(({ monthlyOrders }) => monthlyOrders !== null);
  if (limited.length === 0) return none;
  const orders = await ordersOfMonth(ledger, month);
  return new Set(limited.filter(({ code, monthlyOrders }) => (orders.get(code) ?? 0) >= monthlyOrders!).map(({ code }) => code));
}
