/** What the graph and its peers are both asked, always of the newest month. */
export type QuestionName = 'cities' | 'citiesOverFiveGb' | 'page' | 'year';

/** One request: which question, and whose year it is that is asked for. */
export interface Asked {
  readonly question: QuestionName;
  readonly numberId: string;
}

export type Row = Readonly<Record<string, unknown>>;

/** The columns of a page, as fields of the graph, by the board they lie on. */
export const columns = {
  identity: ['numberId', 'city', 'county', 'creditLevel'],
  market: ['planId', 'planFee', 'joinedOn', 'hasBroadband', 'arrears'],
  network: ['voiceMin', 'dataGb', 'roamingMin', 'activeDays', 'sms'],
  finance: ['revenue', 'voiceRevenue', 'dataRevenue', 'discount'],
  service: ['complaints', 'satisfaction'],
} as const;
const { identity, ...boards } = columns;
const pageFields = [identity.join(' '), ...Object.entries(boards).map(([board, fields]) => `${board} { ${fields.join(' ')} }`)];

/** The fields of a number's month, in its year. */
export const yearColumns = ['month', 'revenue', 'dataGb', 'voiceMin', 'stage'] as const;

interface Question {
  readonly name: string;
  readonly document: (month: string) => string;
  // biome-ignore lint/suspicious/noExplicitAny: answers of any shape
  readonly rows: (data: any) => readonly Row[];
}

/** Objects within a row are laid into it, as a peer's table has them. */
const flat = (row: Row): Row =>
  Object.fromEntries(
    Object.entries(row).flatMap(([key, value]) =>
      value !== null && typeof value === 'object' ? Object.entries(value) : [[key, value]],
    ),
  );

const cities = (name: string, where: string): Question => ({
  name,
  document: (month) =>
    `{ analysis(to: "${month}"${where}) { rows { city numbers: closingSubscribers revenue arpu } pageInfo { hasNextPage } } }`,
  rows: ({ analysis }) => analysis.rows,
});

/** The same questions to the graph, and the rows of its answers as they are compared. */
export const questions: Readonly<Record<QuestionName, Question>> = {
  cities: cities('numbers, revenue and ARPU by city (a rollup has it)', ''),
  citiesOverFiveGb: cities('the same of numbers over 5 GB (no rollup has it)', ', where: { dataGb: { gt: 5 } }'),
  page: {
    name: 'page of 1,000 numbers, 20 columns',
    document: () => `{ numbers(first: 1000) { nodes { ${pageFields.join(' ')} } pageInfo { hasNextPage endCursor } } }`,
    rows: ({ numbers }) => numbers.nodes.map(flat),
  },
  year: {
    name: 'twelve months of one number',
    document: () =>
      `query ($id: ID) { number(id: $id) { history(months: 12) { month finance { revenue } network { dataGb voiceMin } lifecycle { stage } } } }`,
    rows: ({ number }) => number.history.map(flat),
  },
};
