import { Arg } from 'type-graphql';
import type { Names } from '../../../catalogue/names.js';

/** What a list is searched for; all of it where nothing is. */
export type Wanted = string | null | undefined;

export const ContainsArg = () =>
  Arg('contains', () => String, { nullable: true, description: 'In the code or a name, in any case.' });

export const isCalled = (wanted: Wanted, code: string, { en, zh }: Names): boolean =>
  `${code}\n${en}\n${zh}`.toLowerCase().includes(wanted?.toLowerCase() ?? '');
