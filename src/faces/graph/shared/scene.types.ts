import { registerEnumType } from 'type-graphql';
import { outcomes, scenes } from '../../../catalogue/offers/types.js';
import { enumOf } from './enums.types.js';

export const Scene = enumOf(...scenes);
export const Outcome = enumOf(...outcomes);
registerEnumType(Scene, {
  name: 'Scene',
  description: 'Where a customer is met.',
  valuesConfig: {
    COUNTER: { description: 'Own or agent store, customer present.' },
    OUTBOUND: { description: 'An agent calls.' },
    ONLINE: { description: 'App, web, text message.' },
    PARTNER: { description: 'A partner’s shop or site.' },
  },
});
registerEnumType(Outcome, { name: 'Outcome', description: 'What came of a contact.' });
