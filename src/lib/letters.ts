/** Small whole numbers as one letter each, from "0" on: what SQL writes with `letter` is read here, and nobody else counts letters. */
const first = '0'.charCodeAt(0);

/** The letter of a number, as SQL of the number's SQL. */
export const letter = (place: string): string => `chr(${first} + ${place})`;

/** The letter of a number that is known. */
export const letterOf = (place: number): string => String.fromCharCode(first + place);

/** All that were written one after the other; each below 208. */
export const placesFrom = (letters: string): Uint8Array => Buffer.from(letters, 'latin1').map((code) => code - first);

/** The one at an index. */
export const placeFrom = (letters: string, index: number): number => letters.charCodeAt(index) - first;
