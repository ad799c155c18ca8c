import { maskSample, maskValue } from '../problem.js';
import type { ContractMart } from '../types.js';
import type { ColumnProfile } from './profile.js';
import { isChinese, type Vocabulary, wordsOf } from './vocabulary.js';

/** A column of an extract that has no place in a mart of the contract. */
export interface LeftColumn {
  readonly extract: string;
  readonly from: ColumnProfile;
}

const head = (
  mart: string,
): string => `# Columns of the extracts that have no place in the contract's ${mart}. What is to be kept: take the "# " away before "columns:" and before its
# line, and give it the name that SQL, policies and the graph shall have for it. Types, units and codes are guesses. Then copy this file into
# NEW/contract and run "martlet init" again with --out NEW: the mapping has these columns, found by what they are called here.
`;

/** The overlay of a mart as a draft, all of it in comments: what an operator keeps is his to say. Values of personal columns are masked. */
export function draftOwnColumns(mart: ContractMart, left: readonly LeftColumn[], vocabulary: Vocabulary): string {
  const taken = new Set(mart.columns.keys());
  const lines = left.flatMap(({ extract, from }) => {
    const isPersonal = from.form.kind === 'phone' || vocabulary.isPersonal(from.name);
    const shown = from.samples.map((sample) => (isPersonal ? maskValue(sample) : maskSample(sample.slice(0, 40))));
    const name = nameOf(from.name, taken);
    taken.add(name);
    return [
      `#   # ${JSON.stringify(from.name)} of ${extract}: ${shown.join(', ')}`.replace(/\s+/g, ' ').replace('# #', '#   #'),
      `#   ${name}: {${definitionOf(from, isPersonal, vocabulary).join(', ')}}`,
    ];
  });
  return `${head(mart.name)}# columns:\n${lines.join('\n')}\n`;
}

/** Of latin words as they are; of others "own_1", to be replaced. */
function nameOf(header: string, taken: ReadonlySet<string>): string {
  const plain = wordsOf(header).join('_').slice(0, 50);
  const latin = /^[a-z][a-z0-9_]*$/.test(plain) ? [plain, `own_${plain}`] : [];
  const counted = Array.from({ length: taken.size + 1 }, (_, at) => `own_${at + 1}`);
  return [...latin, ...counted].find((each) => !taken.has(each))!;
}

function definitionOf({ name, form, values }: ColumnProfile, isPersonal: boolean, vocabulary: Vocabulary): readonly string[] {
  const unit = ['CNY', 'GB', 'min'].find((each) => vocabulary.unitOf(name, each) !== null);
  const yesNo = new Set([...vocabulary.file.yes, ...vocabulary.file.no].map((word) => word.toLowerCase()));
  const isFlag = values !== null && values.length <= 2 && values.every(({ value }) => yesNo.has(value.toLowerCase()));
  const isCoded = !isPersonal && !isFlag && form.kind === 'text' && values !== null && values.length <= 20;
  const number = form.kind === 'number' ? (form.scale > 0 ? `"DECIMAL(14,${Math.min(form.scale, 6)})"` : 'BIGINT') : 'VARCHAR';
  const type = isPersonal ? 'VARCHAR' : isFlag ? 'BOOLEAN' : form.kind === 'date' ? 'DATE' : number;
  return [
    `type: ${type}`,
    ...(isCoded ? [`codes: ${JSON.stringify(values.map(({ value }) => value))}`] : []),
    ...(unit && type === number && number !== 'VARCHAR' ? [`unit: ${unit}`] : []),
    ...(isPersonal ? ['sensitivity: personal'] : []),
    `${isChinese(name) ? 'zh' : 'en'}: ${JSON.stringify(name)}`,
  ];
}
