/** A figure as people read it: four digits are enough, thousands are grouped. */
export const figureText = (value: number): string => {
  const digits = Math.max(4, Math.floor(Math.log10(Math.abs(value) || 1)) + 1);
  return value.toLocaleString('en', { maximumSignificantDigits: Math.min(digits, 21) });
};

/** With its sign. */
export const signedText = (value: number): string => `${value > 0 ? '+' : ''}${figureText(value)}`;
