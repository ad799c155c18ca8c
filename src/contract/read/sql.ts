import { text } from '../../lib/quote.js';

/** Names and texts of the contract and of the folder, quoted for the builder's trusted SQL. */
export const ident = (name: string): string => `"${name.replaceAll('"', '""')}"`;
export const texts = (values: readonly string[]): string => `[${values.map(text).join(', ')}]`;
