/** The fields asked for below a field, by name whatever their aliases, in the order they are asked for. */
export type Selection = ReadonlyMap<string, Selected>;

/** A field as often as it is asked for; what is below it is taken together. */
export interface Selected {
  /** Under how many names it is asked for: it is written as often. */
  readonly copies: number;
  below(): Selection;
}
