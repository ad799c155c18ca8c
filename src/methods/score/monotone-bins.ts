/** How many of a bin were lost, and how many stayed. */
export interface BinCounts {
  readonly lost: number;
  readonly stayed: number;
}

export interface MonotoneRule {
  /** Least share of all rows that a bin has. */
  readonly leastShare: number;
}

/**
 * Neighbouring bins put together until each has its share of the rows and the rate of loss rises all the way, or falls all the way: of both
 * directions the one of the greater likelihood. `counts` are in the order of the values. Returns the first of those that each bin is of.
 * Source: pool adjacent violators, Barlow, Bartholomew, Bremner & Brunk 1972.
 */
export function monotoneBins(counts: readonly BinCounts[], { leastShare }: MonotoneRule): readonly number[] {
  const least = leastShare * counts.reduce((sum, each) => sum + sizeOf(each), 0);
  const rising = pooled(counts, 1, least);
  const falling = pooled(counts, -1, least);
  return (likelihood(rising) >= likelihood(falling) ? rising : falling).map(({ first }) => first);
}

interface Block extends BinCounts {
  readonly first: number;
}

function pooled(counts: readonly BinCounts[], direction: 1 | -1, least: number): readonly Block[] {
  const blocks: Block[] = [];
  for (const [first, each] of counts.entries()) {
    let block: Block = { first, ...each };
    // What is too small goes with its neighbour, whatever their rates.
    for (let before = blocks.at(-1); before && isTogether(before, block, direction, least); before = blocks.at(-1)) {
      blocks.pop();
      block = { first: before.first, lost: before.lost + block.lost, stayed: before.stayed + block.stayed };
    }
    blocks.push(block);
  }
  return blocks;
}

const isTogether = (a: BinCounts, b: BinCounts, direction: 1 | -1, least: number): boolean =>
  sizeOf(a) < least || sizeOf(b) < least || direction * (rateOf(b) - rateOf(a)) <= 0;

const sizeOf = ({ lost, stayed }: BinCounts): number => lost + stayed;
const rateOf = (bin: BinCounts): number => bin.lost / sizeOf(bin);

const likelihood = (blocks: readonly BinCounts[]): number =>
  blocks.reduce((sum, { lost, stayed }) => sum + entropy(lost, lost + stayed) + entropy(stayed, lost + stayed), 0);

const entropy = (count: number, of: number): number => (count === 0 ? 0 : count * Math.log(count / of));

/**
 * Weight of evidence of a bin: by how much the log-odds of loss are above those of all rows. `prior` losses of the average, and as many who
 * stayed as go with them, are added: a bin without a loss has a weight, and one of nobody has 0.
 * Source: Good 1950, "Probability and the Weighing of Evidence"; Thomas, Edelman & Crook 2002, "Credit Scoring and its Applications".
 */
export function weightOfEvidence(bin: BinCounts, all: BinCounts, prior: number): number {
  const odds = all.lost / all.stayed;
  return Math.log((bin.lost + prior) / (bin.stayed + prior / odds)) - Math.log(odds);
}

/**
 * Information value: how far the bins tell the lost from the others, Σ (share of the lost − share of who stayed) × weight of evidence. By custom
 * under 0.02 is nothing. Source: Kullback 1959, "Information Theory and Statistics" (the divergence); Siddiqi 2006, "Credit Risk Scorecards".
 */
export const informationValue = (bins: readonly BinCounts[], weights: readonly number[], all: BinCounts): number =>
  bins.reduce((sum, { lost, stayed }, at) => sum + (lost / all.lost - stayed / all.stayed) * weights[at]!, 0);
