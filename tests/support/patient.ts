/** Of a gateway whose tests are not about time: cores that are busy with other tests make no answer late. */
export const patient = { MARTLET_ANSWER_MS: '60000' } as const;
