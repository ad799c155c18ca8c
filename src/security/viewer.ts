/** Who asks, and what the policies let them see. Every query begins with one (`readable`). */
export interface Viewer {
  readonly subject: string;
  readonly roles: readonly string[];
  /** Tiers that may be used: 1 indicators, 2 reports, 3 numbers, 4 channels. */
  readonly tiers: readonly number[];
  /** Cities whose numbers may be seen; null = all. An empty list means none. */
  readonly cities: readonly string[] | null;
  readonly purposes: readonly string[];
  /** How personal columns leave the gateway. */
  readonly personal: 'clear' | 'masked';
  /** May see which statements answered a question (`extensions.route`). */
  readonly seesRoute: boolean;
}

/** For the embedded demo on loopback only: sees everything. */
export const developer: Viewer = Object.freeze({
  subject: 'developer',
  roles: ['developer'],
  tiers: [1, 2, 3, 4],
  cities: null,
  purposes: ['development'],
  personal: 'clear',
  seesRoute: true,
});
