/** Hides the middle of what looks like a phone number or a document's number, wherever a sample may have picked it up. number_ids are surrogates and stay, unless they look like phone numbers. */
export const maskSample = (sample: string): string =>
  sample
    .replace(/(?<!\d)((?:\+?86)?1[3-9]\d)\d{4}(\d{4})(?!\d)/g, '$1****$2')
    .replace(/(?<!number_id \d*|\d)(\d{3})\d{4,}(\d{4})[Xx]?(?!\d)/g, '$1****$2');
