import type { DecisionResult } from '../../../src/campaigns/recommendations/decide.js';
import { decide } from '../../../src/campaigns/recommendations/decide.js';
import type { Scene } from '../../../src/catalogue/offers/types.js';
import { scenes } from '../../../src/catalogue/offers/types.js';
import type { RequestContext } from '../../../src/faces/context.js';
import { createContext } from '../../../src/faces/context.js';
import { developer } from '../../../src/security/viewer.js';
import type { Gateway } from '../../support/gateway.js';

export { scenes };

/** A request's context, with some of it in another way. */
export function contextOf({ serving, martlet, channels }: Gateway, other: Partial<RequestContext> = {}): RequestContext {
  const options = { serving, definitions: martlet.definitions, viewer: developer, requestId: 'test', log: console, channels };
  return { ...createContext(options), ...other };
}

export const decided = (
  gateway: Gateway,
  id: string,
  scene: Scene,
  other: Partial<RequestContext> = {},
): Promise<DecisionResult> => decide({ id, scene, limit: 20, personalised: true }, contextOf(gateway, other));

export const contact = (numberId: string, offer: string, scene: Scene, outcome: string, at: string, key: string) => ({
  subject: 'test',
  idempotencyKey: key,
  requestHash: key,
  numberId,
  offer,
  scene,
  outcome,
  at: new Date(at).toISOString(),
  day: at.slice(0, 10),
  month: at.slice(0, 7),
  listId: null,
  decisionId: null,
  note: null,
  cost: 0,
  margin: null,
  generation: 'g',
});
