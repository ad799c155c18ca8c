/**
 * The stories that the demo operator tells: what a good product must find in it. Months are counted backwards from the last
 * month (0 = the last month, 3 = three months before it), so a story is there whenever the demo has more months than its `from`
 * (and enough before it to compare with). The generator reads its strengths from here; tests and documents name them from here.
 */
export const STORIES = {
  /**
   * (a) A competitor's campaign in front of the agent stores of one coastal city: among the numbers that joined through
   * AGENT_STORE channels there, dual drop trebles and port-outs multiply from the month on. Needs 8 months or more.
   */
  competitorCampaign: {
    city: 'HAILAN',
    channelKind: 'AGENT_STORE',
    from: 3,
    /** Share that falls into dual drop: in the first month, and in each later month. */
    firstDrop: 0.13,
    laterDrop: 0.07,
    /** Further share of the numbers that port out in a month. */
    portOuts: 0.013,
  },
  /**
   * (b) One agency activates numbers that nobody uses, for the commission: many joins, use near zero, cancelled in the fourth
   * month on the net. Needs 6 months or more to show a whole life.
   */
  fakeActivations: {
    city: 'JINTAN',
    channel: 'JINTAN_AGENT_07',
    from: 10,
    to: 1,
    /** Fake joins in a month as a share of the city's subscribers. */
    joins: 0.007,
  },
  /**
   * (c) A plan price cut: two tiers get more GB for nearly the same fee. Use follows within three months: price per GB falls,
   * DOU rises, ARPU is nearly still. Needs 10 months or more; 13 to see it year on year.
   */
  priceCut: { tiers: ['TIER_79', 'TIER_129'], from: 6, allowance: 1.4, fee: 0.98, use: [1.15, 1.25, 1.32] },
  /** (d) A billing mistake: one month of complaints in two counties, and nothing before or after. Needs 7 months or more. */
  billingMistake: { city: 'BAIXI', counties: ['BAIXI_01', 'BAIXI_02'], month: 5, complaints: 15 },
  /**
   * (e) Mix shift: each city's ARPU rises while the province's falls, since the two cities with the lowest ARPU grow fast and
   * the others shrink a little. Those who come there choose plans a little above their city's (newcomersThrift). Runs through the last 15 months, or all if fewer; plain from 12 months on (first against last month).
   */
  mixShift: { cities: ['MUHE', 'TAOXI'], from: 14, growth: 0.062, othersGrowth: -0.004, newcomersThrift: 0.8 },
  /**
   * (f) A source of leads that converts badly: from the month on partners hand on addresses of nobody who asked for anything, so that for
   * each that converts there are so many times as many others. Needs 8 months or more.
   */
  badLeads: { source: 'PARTNER', from: 5, others: 4 },
  /** (h) A county as full of people as its neighbours in which no store stands: its city's stores all stand elsewhere. In any month. */
  noStore: { county: 'LONGYU_02' },
  /**
   * (g) Plans that are too big: who has one of the upper tiers and uses little of it (and has no broadband that would keep him) leaves for the
   * price, month after month, as another two in a hundred do; of those whose plan fits hardly anybody does. Plain in any six months.
   */
  oversizedPlans: { fromTier: 'TIER_49', data: 0.3, voice: 0.5, leaves: 0.02 },
} as const;
