/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** Why a figure is null. */
export type Absence =
  /** It counts leaving, and is cut or selected (by a dimension, a filter, a node of a tree, a slice) by what leaving itself sets: nobody leaves of those who are MATURE at the month’s end. Take the state of the month before: STAGE_BEFORE, SEGMENT_BEFORE, VALUE_TIER_BEFORE, LEAN_BEFORE, RFM_CELL_BEFORE; or a slice of the month before with follow: NUMBERS. */
  | 'CUT_BY_OUTCOME'
  /** It is of numbers, or selected by columns, that the viewer may not see. */
  | 'FORBIDDEN'
  /** Too few renewals to estimate. */
  | 'IMMATURE'
  /** Not defined for this cut. */
  | 'NOT_COVERED'
  /** The warehouse lacks a column that it needs, or the column came without a single value in the month, in a month that it looks back on, or for the numbers asked about. */
  | 'NOT_PROVIDED'
  /** The months that it looks back on are not in the data. */
  | 'NO_BASELINE'
  /** The plan has no value for these numbers. */
  | 'NO_TARGET'
  /** A denominator changes its sign between the periods. */
  | 'SIGN_CHANGE'
  /** Its slice was made by other definitions: the catalogue has changed since. */
  | 'STALE_SLICE'
  /** The group is smaller than the viewer may see. */
  | 'SUPPRESSED'
  /** Nothing to divide by. */
  | 'ZERO_DENOMINATOR';

/** Comparisons of a yes or no; all that are given hold. */
export type BooleanFilter = {
  readonly eq?: boolean | null | undefined;
  readonly isNull?: boolean | null | undefined;
  /** Rows without a value are not among them: add or: [{ … { isNull: true } }] for those. */
  readonly ne?: boolean | null | undefined;
};

/** Comparisons of a code; all that are given hold. */
export type CodeFilter = {
  readonly eq?: string | null | undefined;
  /** One of them; a null beside values asks for rows without a value too. */
  readonly in?: ReadonlyArray<string | null | undefined> | null | undefined;
  readonly isNull?: boolean | null | undefined;
  /** Rows without a value are not among them: add or: [{ … { isNull: true } }] for those. */
  readonly ne?: string | null | undefined;
  /** None of them; rows without a value are left out too. */
  readonly notIn?: ReadonlyArray<string> | null | undefined;
};

/** Comparisons of a date; all that are given hold. */
export type DateFilter = {
  readonly after?: string | null | undefined;
  readonly before?: string | null | undefined;
  /** [from, to], both included */
  readonly between?: ReadonlyArray<string> | null | undefined;
  readonly eq?: string | null | undefined;
  /** One of them; a null beside values asks for rows without a value too. */
  readonly in?: ReadonlyArray<string | null | undefined> | null | undefined;
  readonly isNull?: boolean | null | undefined;
  /** Rows without a value are not among them: add or: [{ … { isNull: true } }] for those. */
  readonly ne?: string | null | undefined;
  /** None of them; rows without a value are left out too. */
  readonly notIn?: ReadonlyArray<string> | null | undefined;
};

/** The dimensions of the catalogue. */
export type Dimension =
  /** Agent · 接触人员: of facts (CONTACT) */
  | 'AGENT'
  /** Age group · 年龄段 */
  | 'AGE_GROUP'
  /** Area type · 城乡类型 */
  | 'AREA_TYPE'
  /** Campaign · 营销活动: of facts (CONTACT) */
  | 'CAMPAIGN'
  /** City · 地市 */
  | 'CITY'
  /** County · 区县 */
  | 'COUNTY'
  /** Credit level · 信用等级 */
  | 'CREDIT_LEVEL'
  /** Customer type · 客户类型 */
  | 'CUSTOMER_TYPE'
  /** Data a month · 月流量档 */
  | 'DATA_BAND'
  /** Day · 日: of facts (JOIN, RETURN, LEAVE, COMPLAINT, CONTACT) */
  | 'DAY'
  /** 5G device · 5G终端 */
  | 'DEVICE_5G'
  /** Frequency score · 消费频次得分 */
  | 'FREQUENCY_SCORE'
  /** Frequency score a month before · 上月消费频次得分 */
  | 'FREQUENCY_SCORE_BEFORE'
  /** Gender · 性别 */
  | 'GENDER'
  /** Grid · 网格 */
  | 'GRID'
  /** Has broadband · 有宽带 */
  | 'HAS_BROADBAND'
  /** Has IPTV · 有电视 */
  | 'HAS_IPTV'
  /** Home cell · 居住地小区 */
  | 'HOME_CELL'
  /** Industry · 行业 */
  | 'INDUSTRY'
  /** Joining channel · 入网渠道 */
  | 'JOIN_CHANNEL'
  /** Joining channel kind · 入网渠道类型 */
  | 'JOIN_CHANNEL_KIND'
  /** Joining month · 入网月份 */
  | 'JOIN_MONTH'
  /** Joining staff · 入网工号 */
  | 'JOIN_STAFF'
  /** Lean · 消费倾向 */
  | 'LEAN'
  /** Lean a month before · 上月消费倾向 */
  | 'LEAN_BEFORE'
  /** Reason for leaving · 离网原因 */
  | 'LEAVE_REASON'
  /** Money score · 消费金额得分 */
  | 'MONEY_SCORE'
  /** Money score a month before · 上月消费金额得分 */
  | 'MONEY_SCORE_BEFORE'
  /** Month · 月 */
  | 'MONTH'
  /** Offer · 产品: of facts (CONTACT) */
  | 'OFFER'
  /** Offer family · 产品族: of facts (CONTACT) */
  | 'OFFER_FAMILY'
  /** On a 5G plan · 5G套餐 */
  | 'ON_5G_PLAN'
  /** Other SIM · 另一卡槽 */
  | 'OTHER_SIM'
  /** Plan · 套餐 */
  | 'PLAN'
  /** Plan tier · 套餐档次 */
  | 'PLAN_TIER'
  /** Prepaid balance · 预存余额档 */
  | 'PREPAID_BAND'
  /** Recency score · 最近消费得分 */
  | 'RECENCY_SCORE'
  /** Recency score a month before · 上月最近消费得分 */
  | 'RECENCY_SCORE_BEFORE'
  /** RFM cell · RFM单元 */
  | 'RFM_CELL'
  /** RFM cell a month before · 上月RFM单元 */
  | 'RFM_CELL_BEFORE'
  /** Scene · 场景: of facts (CONTACT) */
  | 'SCENE'
  /** Life-cycle segment · 生命周期细分 */
  | 'SEGMENT'
  /** Life-cycle segment a month before · 上月生命周期细分 */
  | 'SEGMENT_BEFORE'
  /** Serving channel kind · 服务渠道类型: of facts (JOIN, RETURN, LEAVE, COMPLAINT, CONTACT) */
  | 'SERVING_CHANNEL_KIND'
  /** Life-cycle stage · 生命周期阶段 */
  | 'STAGE'
  /** Life-cycle stage a month before · 上月生命周期阶段 */
  | 'STAGE_BEFORE'
  /** Status · 状态 */
  | 'STATUS'
  /** Time on the net · 在网时长 */
  | 'TENURE_BAND'
  /** Value tier · 价值层级 */
  | 'VALUE_TIER'
  /** Value tier a month before · 上月价值层级 */
  | 'VALUE_TIER_BEFORE'
  /** Minutes a month · 月通话分钟档 */
  | 'VOICE_BAND'
  /** ISO week · 周: of facts (JOIN, RETURN, LEAVE, COMPLAINT, CONTACT) */
  | 'WEEK'
  /** Work cell · 工作地小区 */
  | 'WORK_CELL';

/** What a gap stands to. */
export type GapAgainst =
  /** Last year's like month, moved as the middle one of the parts has moved since, and worse than last year itself. `expected` is that; of the whole last year's figure. */
  | 'LAST_YEAR'
  /** A part's ratio, against that of all others together: it has left the level at which it stood to them before. `expected` is that level at the others' figure of the month. */
  | 'PEERS'
  /** The plan value of the month. */
  | 'PLAN';

/** Comparisons of a column of several codes; all that are given hold. */
export type ListFilter = {
  /** The code is among them. */
  readonly has?: string | null | undefined;
  /** One of the codes is among them. */
  readonly hasAny?: ReadonlyArray<string> | null | undefined;
  readonly isNull?: boolean | null | undefined;
};

/** Language of names and texts. */
export type Locale =
  | 'EN'
  | 'ZH';

/** The measures of the catalogue. */
export type Measure =
  /** Acquisition cost · 获客成本 (ratio, CNY) = cost_of_new / GROSS_ADDS */
  | 'ACQUISITION_COST'
  /** Average revenue per user · 户均收入 (ratio, CNY) = REVENUE / AVERAGE_SUBSCRIBERS */
  | 'ARPU'
  /** Arrears · 欠费 (stock, CNY) = sum of arrears */
  | 'ARREARS'
  /** Share in arrears · 欠费占比 (ratio, %) = numbers_in_arrears / CLOSING_SUBSCRIBERS * 100 */
  | 'ARREARS_SHARE'
  /** Average subscribers · 平均用户 (stock, numbers) = (OPENING_SUBSCRIBERS + CLOSING_SUBSCRIBERS) / 2 */
  | 'AVERAGE_SUBSCRIBERS'
  /** Broadband ARPU · 宽带户均收入 (ratio, CNY) = BROADBAND_REVENUE / AVERAGE_SUBSCRIBERS */
  | 'BROADBAND_ARPU'
  /** Broadband revenue · 宽带收入 (flow, CNY) = sum of broadband_revenue */
  | 'BROADBAND_REVENUE'
  /** Campaign cost · 营销成本 (flow, CNY) = sum of campaign_cost */
  | 'CAMPAIGN_COST'
  /** Campaign net benefit · 营销净收益 (flow, CNY) = ORDER_MARGIN - CAMPAIGN_COST */
  | 'CAMPAIGN_NET_BENEFIT'
  /** Campaign return on investment · 营销投资回报率 (ratio, %) = (ORDER_MARGIN - CAMPAIGN_COST) / CAMPAIGN_COST * 100 */
  | 'CAMPAIGN_ROI'
  /** Churn rate · 离网率 (ratio, %) = LEAVERS / AVERAGE_SUBSCRIBERS * 100 */
  | 'CHURN_RATE'
  /** Closing subscribers · 期末用户 (stock, numbers) = count where on_books */
  | 'CLOSING_SUBSCRIBERS'
  /** Commission · 酬金 (flow, CNY) = sum of commission */
  | 'COMMISSION'
  /** Complaints · 投诉量 (flow, complaints) = sum of complaints */
  | 'COMPLAINTS'
  /** Complaints per 10,000 · 万投比 (ratio, per 10,000) = COMPLAINTS / AVERAGE_SUBSCRIBERS * 10000 */
  | 'COMPLAINTS_PER_10K'
  /** Contacts · 接触 (flow, contacts) = sum of campaign_contacts */
  | 'CONTACTS'
  /** Share of contacts outside stores · 厅外接触占比 (ratio, %) = contacts_elsewhere / CONTACTS * 100 */
  | 'CONTACTS_ELSEWHERE_SHARE'
  /** Contribution margin · 贡献毛利 (flow, CNY) = REVENUE - DISCOUNT - COMMISSION - POINTS_COST - PROMOTION_COST */
  | 'CONTRIBUTION_MARGIN'
  /** Convergence rate · 融合率 (ratio, %) = numbers_with_broadband / CLOSING_SUBSCRIBERS * 100 */
  | 'CONVERGENCE_RATE'
  /** Conversion · 转化率 (ratio, %) = ORDERS / REACHED * 100 */
  | 'CONVERSION'
  /** Data ARPU · 流量户均收入 (ratio, CNY) = DATA_REVENUE / AVERAGE_SUBSCRIBERS */
  | 'DATA_ARPU'
  /** Data revenue · 流量收入 (flow, CNY) = sum of data_revenue */
  | 'DATA_REVENUE'
  /** Data saturation · 流量饱和度 (ratio, %) = DATA_VOLUME / data_allowed * 100 */
  | 'DATA_SATURATION'
  /** Data volume · 流量 (flow, GB) = sum of data_gb */
  | 'DATA_VOLUME'
  /** Discount · 折扣 (flow, CNY) = sum of discount */
  | 'DISCOUNT'
  /** Data per user · 户均流量 (ratio, GB) = DATA_VOLUME / AVERAGE_SUBSCRIBERS */
  | 'DOU'
  /** Dual-drop share · 双降占比 (ratio, %) = numbers_dual_drop / CLOSING_SUBSCRIBERS * 100 */
  | 'DUAL_DROP_SHARE'
  /** Family-net penetration · 亲情网渗透率 (ratio, %) = numbers_in_family_net / CLOSING_SUBSCRIBERS * 100 */
  | 'FAMILY_NET_PENETRATION'
  /** 5G penetration · 5G渗透率 (ratio, %) = numbers_5g / CLOSING_SUBSCRIBERS * 100 */
  | 'FIVE_G_PENETRATION'
  /** Five-part score · 五维评分 (ratio, 0-100) = score_points / numbers_with_score */
  | 'FIVE_PART_SCORE'
  /** Gross adds · 新增 (flow, numbers) = count where gross_add */
  | 'GROSS_ADDS'
  /** High-value retention · 高价值保有率 (ratio, %) = high_value_kept / high_value_base * 100 */
  | 'HIGH_VALUE_RETENTION'
  /** IPTV penetration · 电视渗透率 (ratio, %) = numbers_with_iptv / CLOSING_SUBSCRIBERS * 100 */
  | 'IPTV_PENETRATION'
  /** Leavers · 离网 (flow, numbers) = count where leaver */
  | 'LEAVERS'
  /** Leavers for arrears · 欠费离网 (flow, numbers) = count where leaver AND coalesce(leave_reason = 'ARREARS', FALSE) */
  | 'LEAVERS_ARREARS'
  /** Leavers who moved · 迁出离网 (flow, numbers) = count where leaver AND coalesce(leave_reason = 'MOVED', FALSE) */
  | 'LEAVERS_MOVED'
  /** Leavers for other or unknown reasons · 其他原因离网 (flow, numbers) = count where leaver AND coalesce(leave_reason NOT IN ('ARREARS', 'PRICE', 'SERVICE', 'PORT_OUT', 'MOVED'), TRUE) */
  | 'LEAVERS_OTHER'
  /** Port-outs · 携出离网 (flow, numbers) = count where leaver AND coalesce(leave_reason = 'PORT_OUT', FALSE) */
  | 'LEAVERS_PORT_OUT'
  /** Leavers for price · 价格离网 (flow, numbers) = count where leaver AND coalesce(leave_reason = 'PRICE', FALSE) */
  | 'LEAVERS_PRICE'
  /** Leavers for service · 服务离网 (flow, numbers) = count where leaver AND coalesce(leave_reason = 'SERVICE', FALSE) */
  | 'LEAVERS_SERVICE'
  /** Expected lifetime value · 生命周期价值 (ratio, CNY) = lifetime_values / numbers_with_lifetime_value */
  | 'LIFETIME_VALUE'
  /** Long-distance share · 长途占比 (ratio, %) = long_distance_minutes / VOICE_MINUTES * 100 */
  | 'LONG_DISTANCE_SHARE'
  /** Margin per order · 单笔毛利 (ratio, CNY) = ORDER_MARGIN / ORDERS */
  | 'MARGIN_PER_ORDER'
  /** Minutes per user · 户均分钟 (ratio, min) = VOICE_MINUTES / AVERAGE_SUBSCRIBERS */
  | 'MOU'
  /** Net adds · 净增 (flow, numbers) = CLOSING_SUBSCRIBERS - OPENING_SUBSCRIBERS */
  | 'NET_ADDS'
  /** Share of data by night · 夜间流量占比 (ratio, %) = night_data / DATA_VOLUME * 100 */
  | 'NIGHT_DATA_SHARE'
  /** Net promoter score · 净推荐值 (ratio, points) = (promoters - detractors) / nps_answers * 100 */
  | 'NPS'
  /** Numbers · 号码数 (stock, numbers) = count where TRUE */
  | 'NUMBERS'
  /** Opening subscribers · 期初用户 (stock, numbers) = count where was_on_books */
  | 'OPENING_SUBSCRIBERS'
  /** Orders · 订购 (flow, orders) = sum of orders */
  | 'ORDERS'
  /** Margin of orders · 订购毛利 (flow, CNY) = sum of order_margin */
  | 'ORDER_MARGIN'
  /** Price per GB over plan · 超套GB单价 (ratio, CNY/GB) = overage_of_data / data_over_plan */
  | 'OVERAGE_PRICE_PER_GB'
  /** Overage revenue · 超套收入 (flow, CNY) = sum of overage_revenue */
  | 'OVERAGE_REVENUE'
  /** Share over plan · 超套占比 (ratio, %) = numbers_over_plan / CLOSING_SUBSCRIBERS * 100 */
  | 'OVER_PLAN_SHARE'
  /** Price per GB of the plan · 套餐GB单价 (ratio, CNY/GB) = plan_fees / data_in_plans */
  | 'PLAN_PRICE_PER_GB'
  /** Points · 积分 (flow, CNY) = sum of points_cost */
  | 'POINTS_COST'
  /** Port-ins · 携入 (flow, numbers) = count where gross_add AND coalesce(port_in, FALSE) */
  | 'PORT_IN_ADDS'
  /** Price per GB · GB单价 (ratio, CNY/GB) = DATA_REVENUE / DATA_VOLUME */
  | 'PRICE_PER_GB'
  /** Price per minute · 分钟单价 (ratio, CNY/min) = VOICE_REVENUE / VOICE_MINUTES */
  | 'PRICE_PER_MINUTE'
  /** Promotion · 促销 (flow, CNY) = sum of promotion_cost */
  | 'PROMOTION_COST'
  /** Pure new · 纯新增 (flow, numbers) = count where gross_add AND NOT coalesce(port_in, FALSE) AND NOT coalesce(re_entry, FALSE) */
  | 'PURE_NEW_ADDS'
  /** Reached contacts · 触达 (flow, contacts) = sum of reached_contacts */
  | 'REACHED'
  /** Six-month retention · 六月留存 (ratio, %) = joiners_kept / joiners * 100 */
  | 'RETENTION_6M'
  /** Revenue · 收入 (flow, CNY) = sum of revenue */
  | 'REVENUE'
  /** Re-entries · 重入网 (flow, numbers) = count where gross_add AND NOT coalesce(port_in, FALSE) AND coalesce(re_entry, FALSE) */
  | 'RE_ENTRY_ADDS'
  /** Re-entry rate · 重入网率 (ratio, %) = RE_ENTRY_ADDS / GROSS_ADDS * 100 */
  | 'RE_ENTRY_RATE'
  /** Satisfaction · 满意度 (ratio, 1-10) = satisfaction_points / satisfaction_answers */
  | 'SATISFACTION'
  /** Secondary-SIM share · 副卡占比 (ratio, %) = numbers_secondary_sim / CLOSING_SUBSCRIBERS * 100 */
  | 'SECONDARY_SIM_SHARE'
  /** Value-added service ARPU · 增值户均收入 (ratio, CNY) = VAS_REVENUE / AVERAGE_SUBSCRIBERS */
  | 'VAS_ARPU'
  /** Value-added service revenue · 增值业务收入 (flow, CNY) = sum of vas_revenue */
  | 'VAS_REVENUE'
  /** Voice ARPU · 语音户均收入 (ratio, CNY) = VOICE_REVENUE / AVERAGE_SUBSCRIBERS */
  | 'VOICE_ARPU'
  /** Minutes of calls · 通话分钟 (flow, min) = sum of voice_min */
  | 'VOICE_MINUTES'
  /** Voice revenue · 语音收入 (flow, CNY) = sum of voice_revenue */
  | 'VOICE_REVENUE'
  /** Won back · 挽回 (flow, numbers) = count where won_back */
  | 'WON_BACK';

/** How a measure adds up. */
export type MeasureKind =
  /** Over time and space. */
  | 'flow'
  /** Not at all: it is recomputed from its summed parts. */
  | 'ratio'
  /** Over space only; over months it takes the last, the mean or the first, as its catalogue entry says. */
  | 'stock';

/** Comparisons of a name or free text; all that are given hold. */
export type NameFilter = {
  /** It stands somewhere in it, in capitals or not. */
  readonly contains?: string | null | undefined;
  readonly eq?: string | null | undefined;
  /** One of them; a null beside values asks for rows without a value too. */
  readonly in?: ReadonlyArray<string | null | undefined> | null | undefined;
  readonly isNull?: boolean | null | undefined;
  /** Rows without a value are not among them: add or: [{ … { isNull: true } }] for those. */
  readonly ne?: string | null | undefined;
  /** None of them; rows without a value are left out too. */
  readonly notIn?: ReadonlyArray<string> | null | undefined;
  /** It begins so, in capitals or not. */
  readonly startsWith?: string | null | undefined;
};

/** Comparisons of a number; all that are given hold. */
export type NumericFilter = {
  /** [from, to], both included */
  readonly between?: ReadonlyArray<number> | null | undefined;
  readonly eq?: number | null | undefined;
  readonly gt?: number | null | undefined;
  readonly gte?: number | null | undefined;
  /** One of them; a null beside values asks for rows without a value too. */
  readonly in?: ReadonlyArray<number | null | undefined> | null | undefined;
  readonly isNull?: boolean | null | undefined;
  readonly lt?: number | null | undefined;
  readonly lte?: number | null | undefined;
  /** Rows without a value are not among them: add or: [{ … { isNull: true } }] for those. */
  readonly ne?: number | null | undefined;
  /** None of them; rows without a value are left out too. */
  readonly notIn?: ReadonlyArray<number> | null | undefined;
};

/** What a figure is a signal of. */
export type SignalKind =
  /** It is not what the months before let one expect. Told once: afterwards it is one of them. */
  | 'CHANGE'
  /** It has been worse than what it is compared with for months, and still is. Told until it closes. */
  | 'STANDING';

/** What a test of a figure came to. */
export type SignalVerdict =
  /** A signal but for its size: it moves the whole by less than the catalogue asks for. */
  | 'IMMATERIAL'
  /** Within what the months before let one expect, or chance among so many. */
  | 'NOISE'
  /** Outside its limits, not by chance among all that were tested, and material. */
  | 'SIGNAL';

/** Which numbers. Everything in one object holds (AND); `or` and `not` beside the fields. A comparison with an empty value is neither true nor false, as in SQL: `ne` and `notIn` leave rows without a value out too; `isNull`, or a null beside the values of `in`, asks for them. Any other null, and an object with nothing in it, is an error at every depth: it is a variable that was lost. */
export type SliceFilter = {
  /** Agreed to be called for marketing · 同意营销外呼 */
  readonly acceptsCalls?: BooleanFilter | null | undefined;
  /** Agreed to marketing messages · 同意营销短信 */
  readonly acceptsMessages?: BooleanFilter | null | undefined;
  /** Agreed to offers of partners · 同意合作伙伴营销 */
  readonly acceptsPartners?: BooleanFilter | null | undefined;
  /** Days with any use in the month · 活跃天数, days */
  readonly activeDays?: NumericFilter | null | undefined;
  /** Age · 年龄, years: age reached in the year of the month; null beyond 0-120 */
  readonly age?: NumericFilter | null | undefined;
  /** Age group · 年龄段 */
  readonly ageGroup?: CodeFilter | null | undefined;
  /** Agent · 接触人员: of facts (CONTACT); numbers that had such a fact, and figures of such facts */
  readonly agent?: CodeFilter | null | undefined;
  readonly and?: ReadonlyArray<SliceFilter> | null | undefined;
  /** Area type · 城乡类型 */
  readonly areaType?: CodeFilter | null | undefined;
  /** Arrears · 欠费, CNY */
  readonly arrears?: NumericFilter | null | undefined;
  /** Year of birth · 出生年份 */
  readonly birthYear?: NumericFilter | null | undefined;
  /** Broadband revenue · 宽带收入, CNY */
  readonly broadbandRevenue?: NumericFilter | null | undefined;
  /** Campaign · 营销活动: of facts (CONTACT); numbers that had such a fact, and figures of such facts */
  readonly campaign?: CodeFilter | null | undefined;
  /** Campaign contacts · 营销接触次数, contacts: contacts of the month, whatever came of them */
  readonly campaignContacts?: NumericFilter | null | undefined;
  /** Campaign cost · 营销成本, CNY: cost of all contacts of the month */
  readonly campaignCost?: NumericFilter | null | undefined;
  /** City · 地市 */
  readonly city?: CodeFilter | null | undefined;
  /** Commission · 酬金, CNY */
  readonly commission?: NumericFilter | null | undefined;
  /** Complaints · 投诉次数, complaints */
  readonly complaints?: NumericFilter | null | undefined;
  /** Distinct parties in calls · 交往圈人数, parties */
  readonly contacts?: NumericFilter | null | undefined;
  /** Contacts outside stores · 厅外接触次数, contacts: those of them that were not at a counter */
  readonly contactsElsewhere?: NumericFilter | null | undefined;
  /** Contract ends on · 合约到期日 */
  readonly contractEndOn?: DateFilter | null | undefined;
  /** Contribution margin · 贡献毛利, CNY: revenue of the month less discount, commission, cost of points and of promotion; a cost that the warehouse does not have counts as 0, one that is empty in it leaves the margin unknown */
  readonly contributionMargin?: NumericFilter | null | undefined;
  /** County · 区县 */
  readonly county?: CodeFilter | null | undefined;
  /** Credit level · 信用等级 */
  readonly creditLevel?: NumericFilter | null | undefined;
  /** Minutes with other operators' numbers · 网间通话分钟, min */
  readonly crossNetMin?: NumericFilter | null | undefined;
  /** Customer · 客户标识 */
  readonly customerId?: NameFilter | null | undefined;
  /** Customer type · 客户类型 */
  readonly customerType?: CodeFilter | null | undefined;
  /** Data allowance · 套餐流量, GB */
  readonly dataAllowanceGb?: NumericFilter | null | undefined;
  /** Data a month · 月流量档 */
  readonly dataBand?: CodeFilter | null | undefined;
  /** Change of data · 流量变化, share: the same for data */
  readonly dataChange?: NumericFilter | null | undefined;
  /** Data · 流量, GB */
  readonly dataGb?: NumericFilter | null | undefined;
  /** Mean data of three months · 前三月平均流量, GB: mean GB of the three months before */
  readonly dataMean3?: NumericFilter | null | undefined;
  /** Data revenue · 流量收入, CNY */
  readonly dataRevenue?: NumericFilter | null | undefined;
  /** Day · 日: of facts (JOIN, RETURN, LEAVE, COMPLAINT, CONTACT); numbers that had such a fact, and figures of such facts */
  readonly day?: CodeFilter | null | undefined;
  /** Data by day · 日间流量, GB */
  readonly dayDataGb?: NumericFilter | null | undefined;
  /** 5G device · 5G终端 */
  readonly device5g?: BooleanFilter | null | undefined;
  /** Device · 终端标识 */
  readonly deviceId?: NameFilter | null | undefined;
  /** Discount · 折扣, CNY */
  readonly discount?: NumericFilter | null | undefined;
  /** Dual drop · 双降: minutes and data both fell by the threshold */
  readonly dualDrop?: BooleanFilter | null | undefined;
  /** Earlier monthly revenue · 此前月均收入, CNY: monthly revenue when it last had paid use (of the three months up to then); carried since */
  readonly earlierArpu?: NumericFilter | null | undefined;
  /** Expected months · 预期在网月数, months: discounted months that a number of its join cohort, customer type and stage may be expected to stay; null off the books and where the cohort's retention is IMMATURE */
  readonly expectedMonths?: NumericFilter | null | undefined;
  /** Active days of three months · 近三月活跃天数, days: days with use in the month and the two before */
  readonly frequency?: NumericFilter | null | undefined;
  /** Frequency score · 消费频次得分 */
  readonly frequencyScore?: NumericFilter | null | undefined;
  /** Frequency score a month before · 上月消费频次得分 */
  readonly frequencyScoreBefore?: NumericFilter | null | undefined;
  /** Gender · 性别 */
  readonly gender?: CodeFilter | null | undefined;
  /** Grid · 网格 */
  readonly grid?: CodeFilter | null | undefined;
  /** Gross add · 新增: joined in the month and was not on the books before */
  readonly grossAdd?: BooleanFilter | null | undefined;
  /** Has broadband · 有宽带 */
  readonly hasBroadband?: BooleanFilter | null | undefined;
  /** In a family net · 有亲情网 */
  readonly hasFamilyNet?: BooleanFilter | null | undefined;
  /** In a group net · 有集团网 */
  readonly hasGroupNet?: BooleanFilter | null | undefined;
  /** Has IPTV · 有电视 */
  readonly hasIptv?: BooleanFilter | null | undefined;
  /** High value a month before · 上月高价值: value tier TOP or HIGH in the month before */
  readonly highValueBefore?: BooleanFilter | null | undefined;
  /** High value kept · 高价值保有: of high value in the month before, ACTIVE and not in DECLINE */
  readonly highValueRetained?: BooleanFilter | null | undefined;
  /** Home cell · 居住地小区 */
  readonly homeCell?: CodeFilter | null | undefined;
  /** Home cell · 居住地小区 */
  readonly homeCellId?: NameFilter | null | undefined;
  /** Broadband in the household · 家庭有宽带: any of these numbers has our broadband */
  readonly householdHasBroadband?: BooleanFilter | null | undefined;
  /** IPTV in the household · 家庭有IPTV: any of these numbers has our IPTV */
  readonly householdHasIptv?: BooleanFilter | null | undefined;
  /** Household · 家庭标识 */
  readonly householdId?: NameFilter | null | undefined;
  /** Numbers of the household · 家庭号码数, numbers: numbers on the books of the household, else of the customer, else 1 (0 off the books): who is drawn together */
  readonly householdNumbers?: NumericFilter | null | undefined;
  /** Revenue of the household · 家庭收入, CNY: revenue of these numbers in the month */
  readonly householdRevenue?: NumericFilter | null | undefined;
  /** In arrears · 欠费: owes money */
  readonly inArrears?: BooleanFilter | null | undefined;
  /** Industry · 行业 */
  readonly industry?: CodeFilter | null | undefined;
  /** Is a sub-card · 副卡 */
  readonly isSubCard?: BooleanFilter | null | undefined;
  /** Joining channel · 入网渠道 */
  readonly joinChannel?: CodeFilter | null | undefined;
  /** Joining channel · 入网渠道 */
  readonly joinChannelId?: CodeFilter | null | undefined;
  /** Joining channel kind · 入网渠道类型 */
  readonly joinChannelKind?: CodeFilter | null | undefined;
  /** Joining month · 入网月份 */
  readonly joinMonth?: CodeFilter | null | undefined;
  /** Joining staff · 入网工号 */
  readonly joinStaff?: CodeFilter | null | undefined;
  /** Joining staff · 入网工号 */
  readonly joinStaffId?: NameFilter | null | undefined;
  /** Joined on · 入网日期 */
  readonly joinedOn?: DateFilter | null | undefined;
  /** Last day of paid use · 最近付费使用日 */
  readonly lastPaidUseOn?: DateFilter | null | undefined;
  /** Lean · 消费倾向 */
  readonly lean?: CodeFilter | null | undefined;
  /** Lean a month before · 上月消费倾向 */
  readonly leanBefore?: CodeFilter | null | undefined;
  /** Reason for leaving · 离网原因 */
  readonly leaveReason?: CodeFilter | null | undefined;
  /** Leaver · 离网: was on the books or joined in the month, and is off them */
  readonly leaver?: BooleanFilter | null | undefined;
  /** Months since leaving · 离网月数, months: months since the month in which it left */
  readonly leftMonths?: NumericFilter | null | undefined;
  /** Left on · 离网日期: day it went off the books; null while on them */
  readonly leftOn?: DateFilter | null | undefined;
  /** Life-cycle leaf · 生命周期末级: leaf of the tree LIFECYCLE, e.g. DECLINE.DUAL_DROP.TO_OWN (DECLINE needs three months before) */
  readonly lifecycle?: CodeFilter | null | undefined;
  /** Life-cycle rules · 生命周期规则: all its rules that hold, in tree order, also those that an earlier one overrode */
  readonly lifecycleRules?: ListFilter | null | undefined;
  /** Lifetime value · 生命周期价值, CNY: monthly_margin times expected_months. It knows of the customer the stage of this month and no other state, and of the stage how others of the operator left in up to twelve months after it; beyond those everybody is taken to stay as their cohort */
  readonly lifetimeValue?: NumericFilter | null | undefined;
  /** Local minutes · 本地通话分钟, min */
  readonly localMin?: NumericFilter | null | undefined;
  /** Long-distance minutes · 长途通话分钟, min */
  readonly longDistanceMin?: NumericFilter | null | undefined;
  /** Change of minutes · 通话分钟变化, share: share by which minutes differ from that mean (-0.3 = down 30 %), cut to six decimals towards zero: rules and filters look at the same value; null where the mean is 0 */
  readonly minutesChange?: NumericFilter | null | undefined;
  /** Mean minutes of three months · 前三月平均通话分钟, min: mean minutes of the three months before, where all three exist */
  readonly minutesMean3?: NumericFilter | null | undefined;
  /** Revenue of three months · 近三月收入, CNY: revenue of the month and the two before (of those that the warehouse has) */
  readonly money3m?: NumericFilter | null | undefined;
  /** Months of that revenue · 计入收入的月数, months: how many of those three months the number was on the net */
  readonly moneyMonths?: NumericFilter | null | undefined;
  /** Money score · 消费金额得分 */
  readonly moneyScore?: NumericFilter | null | undefined;
  /** Money score a month before · 上月消费金额得分 */
  readonly moneyScoreBefore?: NumericFilter | null | undefined;
  /** Monthly margin · 月均毛利, CNY: mean contribution margin of the month and the two before, of those in which the number has a known one */
  readonly monthlyMargin?: NumericFilter | null | undefined;
  /** Months on the net · 在网月数, months: months since the joining month (0 in it) */
  readonly monthsOnNet?: NumericFilter | null | undefined;
  /** Phone number · 手机号码 */
  readonly msisdn?: NameFilter | null | undefined;
  /** Data by night · 夜间流量, GB */
  readonly nightDataGb?: NumericFilter | null | undefined;
  readonly not?: SliceFilter | null | undefined;
  /** Recommendation score (survey months) · 推荐分, 0-10 */
  readonly npsScore?: NumericFilter | null | undefined;
  /** Number id (surrogate and stable) · 号码标识 */
  readonly numberId?: CodeFilter | null | undefined;
  /** Offer · 产品: of facts (CONTACT); numbers that had such a fact, and figures of such facts */
  readonly offer?: CodeFilter | null | undefined;
  /** Offer family · 产品族: of facts (CONTACT); numbers that had such a fact, and figures of such facts */
  readonly offerFamily?: CodeFilter | null | undefined;
  /** On a 5G plan · 5G套餐 */
  readonly on5gPlan?: BooleanFilter | null | undefined;
  /** On the books · 在网: ACTIVE or SUSPENDED at the month's end */
  readonly onBooks?: BooleanFilter | null | undefined;
  readonly or?: ReadonlyArray<SliceFilter> | null | undefined;
  /** Margin of orders · 订购毛利, CNY: margin of the contacts accepted */
  readonly orderMargin?: NumericFilter | null | undefined;
  /** Orders · 订购数, orders: contacts accepted */
  readonly orders?: NumericFilter | null | undefined;
  /** Other SIM · 另一卡槽 */
  readonly otherSim?: CodeFilter | null | undefined;
  /** Over plan · 超套: use over the allowance of data or of voice; null where neither is known */
  readonly overPlan?: BooleanFilter | null | undefined;
  /** Overage revenue (part of the four) · 超套收入, CNY */
  readonly overageRevenue?: NumericFilter | null | undefined;
  /** Plan · 套餐 */
  readonly plan?: CodeFilter | null | undefined;
  /** Plan fee · 套餐月费, CNY */
  readonly planFee?: NumericFilter | null | undefined;
  /** Plan · 套餐 */
  readonly planId?: CodeFilter | null | undefined;
  /** Plan tier · 套餐档次 */
  readonly planTier?: CodeFilter | null | undefined;
  /** Cost of points · 积分成本, CNY */
  readonly pointsCost?: NumericFilter | null | undefined;
  /** Port-in · 携入: ported in from another operator */
  readonly portIn?: BooleanFilter | null | undefined;
  /** Operator ported in from · 携入前运营商 */
  readonly portedInFrom?: NameFilter | null | undefined;
  /** Prepaid balance · 预存余额, CNY */
  readonly prepaidBalance?: NumericFilter | null | undefined;
  /** Prepaid balance · 预存余额档 */
  readonly prepaidBand?: CodeFilter | null | undefined;
  /** Number of the same holder that this one replaces · 原号码标识 */
  readonly previousNumberId?: CodeFilter | null | undefined;
  /** Cost of promotion · 促销成本, CNY */
  readonly promotionCost?: NumericFilter | null | undefined;
  /** Re-entered · 假离网: off the books, and its holder joined with another number in the month or the three before */
  readonly reEntered?: BooleanFilter | null | undefined;
  /** Re-entry · 重入网: replaces a number that went off the books within three months before joining or in that month; decided in the joining month and carried */
  readonly reEntry?: BooleanFilter | null | undefined;
  /** Reached contacts · 触达次数, contacts: contacts of the month that reached the customer, whatever the answer */
  readonly reachedContacts?: NumericFilter | null | undefined;
  /** Days since paid use · 距最近付费使用天数, days: days from the last paid use to the month's end */
  readonly recency?: NumericFilter | null | undefined;
  /** Recency score · 最近消费得分 */
  readonly recencyScore?: NumericFilter | null | undefined;
  /** Recency score a month before · 上月最近消费得分 */
  readonly recencyScoreBefore?: NumericFilter | null | undefined;
  /** Revenue net of tax · 收入, CNY */
  readonly revenue?: NumericFilter | null | undefined;
  /** Change of revenue · 收入变化, share: the same for revenue; null where the mean is 0 or less */
  readonly revenueChange?: NumericFilter | null | undefined;
  /** Mean revenue of three months · 前三月平均收入, CNY: mean revenue of the three months before */
  readonly revenueMean3?: NumericFilter | null | undefined;
  /** RFM cell · RFM单元 */
  readonly rfmCell?: CodeFilter | null | undefined;
  /** RFM cell a month before · 上月RFM单元 */
  readonly rfmCellBefore?: CodeFilter | null | undefined;
  /** Roaming minutes · 漫游通话分钟, min */
  readonly roamingMin?: NumericFilter | null | undefined;
  /** Satisfaction · 满意度, 1-10 */
  readonly satisfaction?: NumericFilter | null | undefined;
  /** Scene · 场景: of facts (CONTACT); numbers that had such a fact, and figures of such facts */
  readonly scene?: CodeFilter | null | undefined;
  /** Need score · 需求满足得分, 0-100: use of the data allowance between the two saturations */
  readonly scoreNeed?: NumericFilter | null | undefined;
  /** Recommendation score · 推荐得分, 0-100: recommendation score of a survey month */
  readonly scoreRecommendation?: NumericFilter | null | undefined;
  /** Satisfaction score · 满意得分, 0-100: satisfaction less complaints */
  readonly scoreSatisfaction?: NumericFilter | null | undefined;
  /** Spend score · 消费得分, 0-100: spend and frequency */
  readonly scoreSpend?: NumericFilter | null | undefined;
  /** Stickiness score · 粘性得分, 0-100: tenure, contract, broadband, family or group net */
  readonly scoreStickiness?: NumericFilter | null | undefined;
  /** Five-part score · 五维评分, 0-100: mean of the known parts by their weights */
  readonly scoreTotal?: NumericFilter | null | undefined;
  /** Secondary SIM · 副卡化: just one of minutes and data fell by the greater threshold, from a real level */
  readonly secondarySim?: BooleanFilter | null | undefined;
  /** Life-cycle segment · 生命周期细分 */
  readonly segment?: CodeFilter | null | undefined;
  /** Life-cycle segment a month before · 上月生命周期细分 */
  readonly segmentBefore?: CodeFilter | null | undefined;
  /** Serving channel kind · 服务渠道类型: of facts (JOIN, RETURN, LEAVE, COMPLAINT, CONTACT); numbers that had such a fact, and figures of such facts */
  readonly servingChannelKind?: CodeFilter | null | undefined;
  /** Text messages · 短信条数, messages */
  readonly sms?: NumericFilter | null | undefined;
  /** Life-cycle stage · 生命周期阶段 */
  readonly stage?: CodeFilter | null | undefined;
  /** Life-cycle stage a month before · 上月生命周期阶段 */
  readonly stageBefore?: CodeFilter | null | undefined;
  /** Status · 状态 */
  readonly status?: CodeFilter | null | undefined;
  /** In this status since · 状态起始日 */
  readonly statusSince?: DateFilter | null | undefined;
  /** Time on the net · 在网时长 */
  readonly tenureBand?: CodeFilter | null | undefined;
  /** Share of minutes with the five closest · 前五联系人通话占比, share */
  readonly top5Share?: NumericFilter | null | undefined;
  /** Value drop · 价值下降: revenue fell, with complaints or suspension */
  readonly valueDrop?: BooleanFilter | null | undefined;
  /** Value groups · 价值群组: named groups of value that it is in; empty where in none, null off the books and where the last paid use is not known */
  readonly valueGroups?: ListFilter | null | undefined;
  /** Value tier · 价值层级 */
  readonly valueTier?: CodeFilter | null | undefined;
  /** Value tier a month before · 上月价值层级 */
  readonly valueTierBefore?: CodeFilter | null | undefined;
  /** Value-added service revenue · 增值业务收入, CNY */
  readonly vasRevenue?: NumericFilter | null | undefined;
  /** Voice allowance · 套餐通话分钟, min */
  readonly voiceAllowanceMin?: NumericFilter | null | undefined;
  /** Minutes a month · 月通话分钟档 */
  readonly voiceBand?: CodeFilter | null | undefined;
  /** Minutes of calls (all) · 通话分钟, min */
  readonly voiceMin?: NumericFilter | null | undefined;
  /** Voice revenue · 语音收入, CNY */
  readonly voiceRevenue?: NumericFilter | null | undefined;
  /** On the books a month before · 上月末在网: on the books at the end of the month before */
  readonly wasOnBooks?: BooleanFilter | null | undefined;
  /** ISO week · 周: of facts (JOIN, RETURN, LEAVE, COMPLAINT, CONTACT); numbers that had such a fact, and figures of such facts */
  readonly week?: CodeFilter | null | undefined;
  /** Won back · 挽回: off the books before, on them now, without joining anew */
  readonly wonBack?: BooleanFilter | null | undefined;
  /** Work cell · 工作地小区 */
  readonly workCell?: CodeFilter | null | undefined;
  /** Work cell · 工作地小区 */
  readonly workCellId?: NameFilter | null | undefined;
};

/** How a value stands against its target. */
export type Status =
  | 'NO_TARGET'
  | 'OFF_TRACK'
  | 'ON_TRACK'
  | 'WATCH';

export type StartQueryVariables = Exact<{ [key: string]: never; }>;


export type StartQuery = { readonly me: { readonly subject: string, readonly roles: ReadonlyArray<string>, readonly tiers: ReadonlyArray<number>, readonly purposes: ReadonlyArray<string>, readonly cities: ReadonlyArray<string> | null, readonly minimumGroup: number, readonly rows: ReadonlyArray<{ readonly cities: ReadonlyArray<string> | null, readonly counties: ReadonlyArray<string> | null, readonly grids: ReadonlyArray<string> | null, readonly channels: ReadonlyArray<string> | null, readonly staff: ReadonlyArray<string> | null }> | null }, readonly generation: { readonly id: string, readonly dataDate: string, readonly months: ReadonlyArray<string>, readonly builtAt: string }, readonly catalogue: { readonly months: ReadonlyArray<string>, readonly measures: ReadonlyArray<{ readonly code: Measure, readonly unit: string, readonly kind: MeasureKind, readonly formula: string, readonly higherIsBetter: boolean | null, readonly en: string, readonly zh: string }>, readonly dimensions: ReadonlyArray<{ readonly code: Dimension, readonly parent: Dimension | null, readonly cardinality: number | null, readonly en: string, readonly zh: string }> } };

export type BoardQueryVariables = Exact<{
  measures: ReadonlyArray<Measure> | Measure;
  lead: Measure;
  month?: string | null | undefined;
  slice?: string | null | undefined;
  locale: Locale;
}>;


export type BoardQuery = { readonly before: ReadonlyArray<{ readonly month: string, readonly value: number | null, readonly baseline: number | null, readonly change: number | null, readonly changeRate: number | null, readonly absence: Absence | null, readonly coverage: number | null, readonly target: number | null, readonly attainment: number | null, readonly status: Status, readonly slice: string, readonly trend: ReadonlyArray<{ readonly month: string, readonly value: number | null, readonly low: number | null, readonly high: number | null }>, readonly measure: { readonly code: Measure, readonly unit: string, readonly formula: string, readonly higherIsBetter: boolean | null }, readonly signal: { readonly isSignal: boolean | null, readonly low: number | null, readonly high: number | null }, readonly pace: { readonly soFar: number | null, readonly share: number | null, readonly expected: number | null, readonly projected: number | null, readonly asOf: string | null } }> | null, readonly year: ReadonlyArray<{ readonly baseline: number | null, readonly change: number | null, readonly changeRate: number | null, readonly absence: Absence | null, readonly measure: { readonly code: Measure } }> | null, readonly cities: { readonly target: number | null, readonly measure: { readonly code: Measure }, readonly drill: ReadonlyArray<{ readonly code: string | null, readonly label: string, readonly isOther: boolean, readonly value: number | null, readonly target: number | null, readonly attainment: number | null, readonly status: Status, readonly change: number | null, readonly absence: Absence | null, readonly slice: string }> } | null };

export type TileFragment = { readonly month: string, readonly value: number | null, readonly baseline: number | null, readonly change: number | null, readonly changeRate: number | null, readonly absence: Absence | null, readonly coverage: number | null, readonly target: number | null, readonly attainment: number | null, readonly status: Status, readonly slice: string, readonly measure: { readonly code: Measure, readonly unit: string, readonly formula: string, readonly higherIsBetter: boolean | null }, readonly signal: { readonly isSignal: boolean | null, readonly low: number | null, readonly high: number | null }, readonly pace: { readonly soFar: number | null, readonly share: number | null, readonly expected: number | null, readonly projected: number | null, readonly asOf: string | null } };

export type BoardSignalsQueryVariables = Exact<{
  month?: string | null | undefined;
  locale: Locale;
}>;


export type BoardSignalsQuery = { readonly signals: ReadonlyArray<{ readonly kind: SignalKind, readonly against: GapAgainst | null, readonly value: number | null, readonly expected: number | null, readonly materiality: number, readonly monthsOpen: number | null, readonly verdict: SignalVerdict, readonly slice: string, readonly measure: { readonly code: Measure, readonly unit: string, readonly higherIsBetter: boolean | null }, readonly where: ReadonlyArray<{ readonly dimension: Dimension, readonly code: string, readonly label: string }> }> | null };

export type SearchNamesQueryVariables = Exact<{
  indicators: boolean;
  reports: boolean;
  locale: Locale;
}>;


export type SearchNamesQuery = { readonly indicatorTrees?: ReadonlyArray<{ readonly code: string, readonly name: string }>, readonly reports?: ReadonlyArray<{ readonly code: string, readonly name: string }> };

export type FindNumberQueryVariables = Exact<{
  msisdn?: string | null | undefined;
  id?: string | number | null | undefined;
}>;


export type FindNumberQuery = { readonly number: { readonly numberId: string } | null };

export type SliceInfoQueryVariables = Exact<{
  slice: string;
  locale: Locale;
}>;


export type SliceInfoQuery = { readonly slice: { readonly words: string, readonly count: number | null, readonly from: string, readonly to: string, readonly months: ReadonlyArray<string>, readonly nodes: ReadonlyArray<string>, readonly stale: boolean, readonly where: string | number | boolean | null, readonly followed: { readonly words: string } | null } | null };

export type SliceOfFilterQueryVariables = Exact<{
  where?: SliceFilter | null | undefined;
  month?: string | null | undefined;
}>;


export type SliceOfFilterQuery = { readonly indicator: { readonly slice: string } | null };

export type SliceOfNodeQueryVariables = Exact<{
  tree: string | number;
  where?: SliceFilter | null | undefined;
  month?: string | null | undefined;
}>;


export type SliceOfNodeQuery = { readonly indicatorTree: { readonly nodes: ReadonlyArray<{ readonly code: string, readonly slice: string }> } | null };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const TileFragmentDoc = new TypedDocumentString(`
    fragment Tile on Indicator {
  measure {
    code
    unit
    formula
    higherIsBetter
  }
  month
  value
  baseline
  change
  changeRate
  absence
  coverage
  target
  attainment
  status
  slice
  signal {
    isSignal
    low
    high
  }
  pace {
    soFar
    share
    expected
    projected
    asOf
  }
}
    `, {"fragmentName":"Tile"}) as unknown as TypedDocumentString<TileFragment, unknown>;
export const StartDocument = new TypedDocumentString(`
    query Start {
  me {
    subject
    roles
    tiers
    purposes
    cities
    minimumGroup
    rows {
      cities
      counties
      grids
      channels
      staff
    }
  }
  generation {
    id
    dataDate
    months
    builtAt
  }
  catalogue {
    months
    measures {
      code
      en: name(locale: EN)
      zh: name(locale: ZH)
      unit
      kind
      formula
      higherIsBetter
    }
    dimensions {
      code
      en: name(locale: EN)
      zh: name(locale: ZH)
      parent
      cardinality
    }
  }
}
    `) as unknown as TypedDocumentString<StartQuery, StartQueryVariables>;
export const BoardDocument = new TypedDocumentString(`
    query Board($measures: [Measure!]!, $lead: Measure!, $month: YearMonth, $slice: Slice, $locale: Locale!) {
  before: indicators(
    measures: $measures
    month: $month
    slice: $slice
    against: PREVIOUS_MONTH
  ) {
    ...Tile
    trend(months: 13) {
      month
      value
      low
      high
    }
  }
  year: indicators(
    measures: $measures
    month: $month
    slice: $slice
    against: SAME_MONTH_LAST_YEAR
  ) {
    measure {
      code
    }
    baseline
    change
    changeRate
    absence
  }
  cities: indicator(
    measure: $lead
    month: $month
    slice: $slice
    against: PREVIOUS_MONTH
  ) {
    measure {
      code
    }
    target
    drill(by: CITY, orderBy: ATTAINMENT, top: 20) {
      code
      label(locale: $locale)
      isOther
      value
      target
      attainment
      status
      change
      absence
      slice
    }
  }
}
    fragment Tile on Indicator {
  measure {
    code
    unit
    formula
    higherIsBetter
  }
  month
  value
  baseline
  change
  changeRate
  absence
  coverage
  target
  attainment
  status
  slice
  signal {
    isSignal
    low
    high
  }
  pace {
    soFar
    share
    expected
    projected
    asOf
  }
}`) as unknown as TypedDocumentString<BoardQuery, BoardQueryVariables>;
export const BoardSignalsDocument = new TypedDocumentString(`
    query BoardSignals($month: YearMonth, $locale: Locale!) {
  signals(first: 10, month: $month) {
    kind
    against
    measure {
      code
      unit
      higherIsBetter
    }
    value
    expected
    materiality
    monthsOpen
    verdict
    slice
    where {
      dimension
      code
      label(locale: $locale)
    }
  }
}
    `) as unknown as TypedDocumentString<BoardSignalsQuery, BoardSignalsQueryVariables>;
export const SearchNamesDocument = new TypedDocumentString(`
    query SearchNames($indicators: Boolean!, $reports: Boolean!, $locale: Locale!) {
  indicatorTrees @include(if: $indicators) {
    code
    name(locale: $locale)
  }
  reports @include(if: $reports) {
    code
    name(locale: $locale)
  }
}
    `) as unknown as TypedDocumentString<SearchNamesQuery, SearchNamesQueryVariables>;
export const FindNumberDocument = new TypedDocumentString(`
    query FindNumber($msisdn: String, $id: ID) {
  number(msisdn: $msisdn, id: $id) {
    numberId
  }
}
    `) as unknown as TypedDocumentString<FindNumberQuery, FindNumberQueryVariables>;
export const SliceInfoDocument = new TypedDocumentString(`
    query SliceInfo($slice: Slice!, $locale: Locale!) {
  slice(slice: $slice) {
    words(locale: $locale)
    count
    from
    to
    months
    nodes
    stale
    where
    followed {
      words(locale: $locale)
    }
  }
}
    `) as unknown as TypedDocumentString<SliceInfoQuery, SliceInfoQueryVariables>;
export const SliceOfFilterDocument = new TypedDocumentString(`
    query SliceOfFilter($where: SliceFilter, $month: YearMonth) {
  indicator(measure: NUMBERS, month: $month, where: $where) {
    slice
  }
}
    `) as unknown as TypedDocumentString<SliceOfFilterQuery, SliceOfFilterQueryVariables>;
export const SliceOfNodeDocument = new TypedDocumentString(`
    query SliceOfNode($tree: ID!, $where: SliceFilter, $month: YearMonth) {
  indicatorTree(tree: $tree, month: $month, where: $where) {
    nodes {
      code
      slice
    }
  }
}
    `) as unknown as TypedDocumentString<SliceOfNodeQuery, SliceOfNodeQueryVariables>;