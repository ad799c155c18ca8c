import { type Gateway, openGateway } from './gateway.js';
import { type Field, fieldsOf, plainRows } from './reference.js';

/** The gateway over the test operator, and what random filters may name (`whereOf`). */
export async function openWithFields(): Promise<{ readonly gateway: Gateway; readonly fields: readonly Field[] }> {
  const gateway = await openGateway();
  return { gateway, fields: fieldsOf(gateway, await plainRows(gateway, '2026-10')) };
}

/** Codes of the dimensions of numbers that are no time: every measure can be cut by them. */
export const dimensionsOf = ({ martlet }: Gateway): readonly string[] =>
  [...martlet.definitions.catalogue.dimensions.values()]
    .filter(({ grain, facts }) => !grain && facts.length === 0)
    .map(({ code }) => code);
