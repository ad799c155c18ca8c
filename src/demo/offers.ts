interface DemoOffer {
  readonly code: string;
  /** Base chance that a reached customer accepts. */
  readonly accept: number;
  /** Incentive and commission of an order, CNY. */
  readonly cost: number;
  /** Monthly margin and the months expected: an order's worth, CNY. */
  readonly margin: number;
  readonly months: number;
  /** Whom it suits: SQL over number_month. */
  readonly suits: string;
}

const offer = (code: string, accept: number, cost: number, margin: number, months: number, suits: string): DemoOffer => ({
  code, accept, cost, margin, months, suits,
}); // biome-ignore format: short

/**
 * The offers of the demo's past campaigns, in the order in which a campaign took its numbers: a number is contacted with the
 * first that suits it in three of four contacts, else with any.
 */
export const DEMO_OFFERS: readonly DemoOffer[] = [
  offer('ARREARS_SETTLEMENT', 0.16, 12, 9, 8, "arrears > 0 AND status <> 'ACTIVE'"),
  offer('SLEEPING_RETURN', 0.07, 20, 18, 8, 'voice_min + data_gb = 0 AND plan_fee >= 59'),
  offer('DATA_UPGRADE', 0.24, 8, 9, 12, 'data_gb > data_allowance_gb'),
  offer('SERVICE_UPGRADE', 0.14, 10, 7, 10, 'complaints > 0'),
  offer(
    'HALF_PRICE',
    0.2,
    24,
    11,
    10,
    "other_sim = 'COMPETITOR' AND data_gb < 0.25 * data_allowance_gb AND voice_min < 0.25 * voice_allowance_min",
  ),
  offer('CARE_CALL', 0.17, 6, 5, 9, "other_sim = 'COMPETITOR' AND data_gb < 0.3 * data_allowance_gb"),
  offer('RETURN_SIM', 0.09, 10, 7, 9, "other_sim = 'OWN' AND data_gb < 0.3 * data_allowance_gb"),
  offer('CONTRACT_RENEWAL', 0.27, 30, 8, 18, "contract_end_on < last_day((month || '-01')::DATE) + 60"),
  offer('FIVE_G_PLAN', 0.13, 12, 8, 14, 'device_5g AND NOT on_5g_plan'),
  offer('LOW_PRICE_PLAN', 0.15, 4, 2.5, 12, 'revenue < 15 AND plan_fee >= 19'),
  offer('LONG_DISTANCE_PACK', 0.15, 2, 3, 9, 'long_distance_min > 0.35 * voice_min AND voice_min > 150'),
  offer('DATA_PACK_VIDEO', 0.12, 3, 5, 7, 'birth_year > 2000 AND data_gb > 20'),
  offer('DATA_PACK_SOCIAL', 0.13, 2, 3, 8, 'birth_year > 2000 AND data_gb > 12'),
  offer('DATA_PACK_MUSIC', 0.1, 2, 3, 7, 'birth_year > 2000 AND data_gb > 6'),
  offer('DATA_PACK_READING', 0.07, 2, 2.5, 7, 'birth_year > 2000'),
  offer('AUTOPAY', 0.19, 3, 1.5, 20, 'credit_level >= 4 AND revenue > 80'),
  offer('NO_SUSPEND', 0.22, 1, 1.2, 20, 'credit_level = 5 AND revenue > 60'),
  offer('GROUP_NET', 0.18, 4, 3, 18, "customer_type = 'ENTERPRISE' AND NOT has_group_net"),
  offer('FAMILY_NET', 0.16, 3, 2.5, 18, 'top5_share > 0.6 AND NOT has_family_net AND voice_min > 200'),
  offer('BROADBAND_TV', 0.08, 60, 14, 24, 'NOT has_broadband AND night_data_gb < 0.25 * data_gb AND data_gb > 8'),
  offer('NUMBER_BOOK', 0.06, 1, 1, 9, 'contacts > 50 AND top5_share < 0.5'),
  offer('VOICE_MAILBOX', 0.05, 1, 1, 9, 'contacts > 35'),
];

/** The scenes of the demo's contacts: share of contacts, share reached, factor on acceptance, cost of a contact (CNY). */
export const DEMO_SCENES = [
  { scene: 'COUNTER', share: 0.12, reached: 1.0, factor: 1.7, cost: 3 },
  { scene: 'OUTBOUND', share: 0.38, reached: 0.46, factor: 0.9, cost: 2.2 },
  { scene: 'ONLINE', share: 0.44, reached: 0.72, factor: 0.38, cost: 0.06 },
  { scene: 'PARTNER', share: 0.06, reached: 0.8, factor: 0.7, cost: 1.2 },
] as const;
