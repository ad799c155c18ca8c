import { protocolLimits } from '../../src/security/limits.js';

const { documentTokens, documentFragments, documentAliases, documentOperations } = protocolLimits;

const times = (count: number, one: (index: number) => string, between = ' '): string =>
  Array.from({ length: count }, (_, index) => one(index)).join(between);

/** A filter around another one, so many times. */
const nested = (depth: number) =>
  `{ indicator(measure: REVENUE, where: ${'{ not: '.repeat(depth)}{}${' }'.repeat(depth)}) { value } }`;

const inPairs = (depth: number): string =>
  depth === 0 ? 'code' : `children { ${inPairs(depth - 1)} } children { ${inPairs(depth - 1)} }`;

/** Documents of at most 64 KB that cost a server without bounds the most, each beyond a bound; and what is said of it. */
export const beyond: Readonly<Record<string, readonly [document: string, told: RegExp]>> = {
  'equal fields, 54 KB of them': [`{ ${times(4900, () => 'me{subject}', '')} }`, /more that .* tokens/],
  'equal fields, few tokens': [`{ ${times(1000, () => 'me{subject}')} }`, /comparisons/],
  'equal fields with long arguments': [
    `{ ${times(20, () => `indicator(measure: REVENUE, where: { city: { in: [${times(40, () => '"A"')}] } }) { value }`)} }`,
    /comparisons/,
  ],
  'equal fields within equal fields': [`{ indicatorTree(tree: "LIFECYCLE") { root { ${inPairs(8)} } } }`, /comparisons/],
  aliases: [`{ ${times(documentAliases + 1, (index) => `a${index}: me { subject }`)} }`, /100 aliases/],
  'fragments of fragments, twice each': [
    `{ ...f0 } ${times(30, (index) => `fragment f${index} on Query { ...f${index + 1} ...f${index + 1} }`)} fragment f30 on Query { me { subject } }`,
    /levels|fields/,
  ],
  'many fragments': [times(500, (index) => `fragment f${index} on Query { me { subject } }`), /100 fragments/],
  'many places of a fragment': [`{ ${times(500, () => '...f')} } fragment f on Query { me { subject } }`, /100 fragments/],
  directives: [`{ me ${times(100, () => '@skip(if: false)')} { subject } }`, /4 directives/],
  'directives of an operation': [`query ${times(100, () => '@a')} { me { subject } }`, /4 directives/],
  operations: [times(documentOperations + 1, (index) => `query q${index} { me { subject } }`), /20 operations/],
  'a filter 41 deep': [nested(41), /40 levels/],
  'a filter 900 deep': [nested(900), /40 levels/],
  'a filter 2,400 deep': [nested(2400), /40 levels/],
  'fields 2,000 deep': [`{ ${'a { '.repeat(2000)} b ${'} '.repeat(2000)} }`, /40 levels/],
  'a type 3,000 deep': [`query q($v: ${'['.repeat(3000)}Int${']'.repeat(3000)}) { me { subject } }`, /40 levels/],
  'a wide filter': [`{ indicator(measure: REVENUE, where: { and: [${times(4000, () => '{}', '')}] }) { value } }`, /500 objects/],
  'inline fragments deep': [`{ ${'... { '.repeat(60)} me { subject } ${'} '.repeat(60)} }`, /40 levels/],
};

/** As costly as the bounds let a document be. */
export const withinJust: Readonly<Record<string, string>> = {
  'equal fields': `{ ${times(140, () => 'me{subject}')} }`,
  'equal fields with arguments': `{ ${times(14, () => `indicator(measure: REVENUE, where: { city: { in: [${times(40, () => '"A"')}] } }) { value }`)} }`,
  'equal fields within equal fields': `{ indicatorTree(tree: "LIFECYCLE") { root { ${inPairs(6)} } } }`,
  fragments: `{ ${times(documentFragments, (index) => `...f${index}`)} } ${times(
    documentFragments,
    (index) => `fragment f${index} on Query { a: __typename b${index % 80}: me { subject } }`,
  )}`.replaceAll(/b\d+: /g, ''),
  'fields that there are not': `{ ${times(4900, (index) => `indicatr${index}`)} }`,
  'values that there are not': `{ indicators(measures: [${times(9900, (index) => `REVENU${index % 10}`)}]) { value } }`,
  'a list of text': `{ indicator(measure: REVENUE, where: { numberId: { in: [${times(9950, () => '"1"', ',')}] } }) { value } }`,
  'a wide filter': `{ indicator(measure: REVENUE, where: { and: [${times(248, () => '{city:{eq:"A"}}', '')}] }) { value } }`,
  'variables that nobody uses': `query q(${times(2450, (index) => `$v${index}: Int`)}) { me { subject } }`,
  'variables in a list': `query q(${times(1800, (index) => `$v${index}: String`)}) { indicator(measure: REVENUE, where: { city: { in: [${times(1200, (index) => `$v${index}`)}] } }) { value } }`,
  'operations over one fragment': `${times(documentOperations, (index) => `query q${index} { ...a }`)} fragment a on Query { ${times(80, (index) => `b${index}: indicator(measure: REVENUE) { value }`)} }`,
  comments: `{ me { subject } } ${times(32_000, () => '#\n', '')}`,
  'all tokens': `{ ${times(documentTokens - 10, () => '[', '')}`,
};
