import { registerEnumType } from 'type-graphql';
import { enumOf } from '../shared/enums.types.js';

export const ListUnit = enumOf('NUMBER', 'HOUSEHOLD', 'CUSTOMER');
registerEnumType(ListUnit, {
  name: 'ListUnit',
  description: 'What a list has one entry of.',
  valuesConfig: {
    NUMBER: { description: 'Of each number.' },
    HOUSEHOLD: {
      description:
        'Of each household (of who is in none: of each customer): the number that ranks first. Contacts with any of its numbers count together for the caps.',
    },
    CUSTOMER: {
      description: 'Of each customer: the number that ranks first. Contacts with any of its numbers count together for the caps.',
    },
  },
});
