import { registerEnumType } from 'type-graphql';
import { acceptanceBases } from '../../../decisions/acceptance.js';
import { enumOf } from '../shared/enums.types.js';

export const AcceptanceBasis = enumOf(...acceptanceBases);
registerEnumType(AcceptanceBasis, {
  name: 'AcceptanceBasis',
  description: 'What P(accept) rests on.',
  valuesConfig: {
    PRIOR: { description: 'A prior of the catalogue alone, no measurement: there are no contacts yet.' },
    BOTH: { description: 'A prior and contacts, which are fewer than it weighs.' },
    CONTACTS: { description: 'Past contacts.' },
    SCORE: { description: 'The warehouse’s own score.' },
  },
});
