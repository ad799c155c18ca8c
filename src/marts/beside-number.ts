/** Rows of numbers in months (days of use, complaints) with all that is known of the number in that month beside each, so that every dimension and filter cuts them. */
export const besideNumber = (facts: string, numbers: string): string =>
  `select * from ${numbers} n join ${facts} f using (month, number_id)`;
