/** One value of a dimension: its figure before (or expected) and after. */
export interface Element {
  readonly code: string;
  readonly before: number;
  readonly after: number;
}

export interface ElementFinding {
  readonly code: string;
  /** Share of the whole's change, or what the caller's exact form gives for it; all elements of a dimension add up to 1. */
  readonly power: number;
  /** How far its share of the whole moved: Jensen–Shannon term in bits. */
  readonly surprise: number;
}

export interface DimensionFinding {
  readonly elements: readonly ElementFinding[];
  /** The fewest surprising elements that explain the change. */
  readonly set: readonly string[];
  /** Sum of their surprises: dimensions are ordered by it. */
  readonly surprise: number;
}

/** ½(p·log₂(2p/(p+q)) + q·log₂(2q/(p+q))): 0 where nothing moved; p and q are shares of the whole before and after. */
export function surprise(p: number, q: number): number {
  const term = (share: number) => (share === 0 ? 0 : share * Math.log2((2 * share) / (p + q)));
  return (term(p) + term(q)) / 2;
}

/** An element counts from 10 % of the change, and a set explains it from 67 %. */
const leastPower = 0.1;
const enoughPower = 0.67;

/**
 * Adtributor (Bhagwan et al., NSDI 2014) for one dimension: elements by surprise, taken until they explain the change.
 * `powers`: explanatory power by element where the figure is no plain sum (a ratio's exact form); else (after − before) ÷ change.
 */
export function adtributor(elements: readonly Element[], powers?: readonly number[]): DimensionFinding {
  const sum = (of: (element: Element) => number) => elements.reduce((total, element) => total + of(element), 0);
  const [before, after] = [sum((element) => element.before), sum((element) => element.after)];
  const share = (part: number, whole: number) => (whole === 0 ? 0 : Math.max(0, part / whole));
  const findings = elements.map(
    (element, index): ElementFinding => ({
      code: element.code,
      power: powers?.[index] ?? (after === before ? 0 : (element.after - element.before) / (after - before)),
      surprise: surprise(share(element.before, before), share(element.after, after)),
    }),
  );
  const set: ElementFinding[] = [];
  for (const finding of [...findings].sort((a, b) => b.surprise - a.surprise || b.power - a.power)) {
    if (set.reduce((total, { power }) => total + power, 0) > enoughPower) break;
    if (finding.power > leastPower) set.push(finding);
  }
  return {
    elements: findings,
    set: set.map(({ code }) => code),
    surprise: set.reduce((total, finding) => total + finding.surprise, 0),
  };
}
