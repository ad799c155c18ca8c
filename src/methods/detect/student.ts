/**
 * Probability that |T| exceeds |t| for Student's T: how often chance alone deviates at least as far, up or down.
 * `degrees`: of freedom, a whole number from 1. Exact finite series of the angle θ = atan(t ÷ √ν); no unit, 0 to 1.
 * Source: Abramowitz & Stegun 1964, 26.7.3 (odd ν) and 26.7.4 (even ν).
 */
export function twoSidedStudentP(t: number, degrees: number): number {
  const angle = Math.atan2(Math.abs(t), Math.sqrt(degrees));
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  const isOdd = degrees % 2 === 1;
  let term = isOdd ? cosine : 1;
  let series = degrees === 1 ? 0 : term;
  for (let step = isOdd ? 3 : 2; step < degrees; step += 2) {
    term *= (cosine * cosine * (step - 1)) / step;
    series += term;
  }
  const within = isOdd ? (2 / Math.PI) * (angle + sine * series) : sine * series;
  return Math.max(0, 1 - within);
}
