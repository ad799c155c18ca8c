/** Eleven digits or more, however they are written and in whatever width, are a phone number; else it is an id. */
export const isPhone = (text: string): boolean => /^\+?\d{11,}$/.test(text.normalize('NFKC').replace(/[\s()-]/g, ''));
