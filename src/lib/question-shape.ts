/** What a question of figures needs of what answers it: names of the catalogue, never a value, and nothing of who asks. */
export interface QuestionShape {
  readonly mart: string;
  /** Of its groups, its filter and the policy that it is asked under; sorted. */
  readonly dimensions: readonly string[];
  /** Partition trees, sorted. */
  readonly trees: readonly string[];
  /** The rollup that answers; null: the mart does. */
  readonly rollup: string | null;
  /** Why no rollup ever could; null: one with these dimensions and trees can. */
  readonly obstacle: string | null;
}
