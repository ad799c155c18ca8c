/** Rows of numbers in months (days of use, complaints) with all that is known of the number in that month beside each, so that every dimension and filter cuts them. */
export const besideNumber = (facts: string, numbers: string): string =>
  `select n.*, f.* exclude (month, number_id) from ${facts} f join ${numbers} n on n.month = f.month and n.number_id = f.number_id`;
