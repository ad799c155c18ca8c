/** Days of use with all that is known of the number in that month beside each, so that every dimension and filter cuts them. */
export const dayState = (days: string, numbers: string): string =>
  `select n.*, d.* exclude (month, number_id) from ${days} d join ${numbers} n on n.month = d.month and n.number_id = d.number_id`;
