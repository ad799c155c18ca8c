/**
 * (a − b) ÷ ln(a ÷ b), a where they are equal. Unit: theirs; they must have one sign and not be 0. Near each other their ratio has lost the
 * digits of their difference, far from each other log1p has.
 */
export function logarithmicMean(a: number, b: number): number {
  if (a === b) return a;
  const growth = (a - b) / b;
  return (a - b) / (Math.abs(growth) < 0.5 ? Math.log1p(growth) : Math.log(a / b));
}
