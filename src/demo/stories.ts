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
  /**
   * (i) A town's works closes. Of the people of that city who are bound by no broadband it employed some: from the month on they use far less, some
   * do not pay any more, and in the last month they move away. Who warns of it must see it in the months before. Needs 12 months or more.
   */
  worksClose: { city: 'CHENGXI', from: 2, leavesAt: 0, employs: 0.09, suspended: 0.08, leave: 0.6 },
  /**
   * (j) An outage: on some days of one month a city's network hardly works, which takes a part of the month's minutes and data and brings complaints
   * about the network. The ledger of the demo has an annotation of it. Needs 3 months or more.
   */
  outage: { city: 'SHIYAO', month: 1, from: 8, days: 3, left: 0.1, complaints: 5 },
  /**
   * (k) A store opens where customers are and no store was: until then the county is as (h), from then on some of its city's newcomers are people of
   * that county who join there. Needs 5 months or more.
   */
  storeOpens: { city: 'FENGLIN', county: 'FENGLIN_02', channel: 'FENGLIN_OWN_13', from: 3, draws: 0.3 },
} as const;
