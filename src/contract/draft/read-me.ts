import { counted, maskSample, maskValue } from '../problem.js';
import { ownContract } from '../read/survey.js';
import type { Contract } from '../types.js';
import type { DraftedColumn } from './drafted-column.js';
import type { Draft, DraftedMapping } from './mapping.js';
import type { ColumnProfile } from './profile.js';
import { isList, type Vocabulary } from './vocabulary.js';

interface ReadMeOptions {
  readonly contract: Contract;
  readonly vocabulary: Vocabulary;
  readonly snapshot: string | null;
}

/** What was guessed and why, for who goes on with the draft. Values of personal columns are masked. */
export function readMe(draft: Draft, options: ReadMeOptions): string {
  const { out, data, marts, left, overlays, passedOver, copied } = draft;
  const isGuess = ({ isCertain }: DraftedColumn): boolean => !isCertain;
  const guesses = marts.flatMap(({ columns }) => columns).filter(isGuess).length;
  const flags = `--warehouse ${shellWord(out)} --data ${shellWord(data)}`;
  const parts = [
    '# A drafted warehouse\n',
    `\`martlet init\` looked at the files and wrote these mappings. ${guesses === 0 ? 'Nothing in them is a guess.' : `**${guesses} of their columns are guesses**: each has a \`TODO\` in its mapping. Go through them first.`} Then:\n`,
    `    npx martlet preview ${flags}\n    npx martlet check ${flags}\n    npx martlet build ${flags}\n    npx martlet serve\n`,
    ...(copied.length > 0 ? [copiedText(draft)] : []),
    ...marts.map((mart) => martText(mart, options.vocabulary)),
    ...(options.snapshot && marts.some(({ mart }) => mart.name === 'number_month') ? [snapshotText(options.snapshot)] : []),
    ...(left.length > 0
      ? [
          '## Columns that have no place\n',
          `What is to be kept of them is named in \`${ownContract}/number_month.yaml\`, a line each (\`columns:\`, then \`loyalty_points: {type: INTEGER, unit: points, en: Loyalty points, zh: 积分}\`), and mapped like the others.${overlays.length > 0 ? ` ${overlays.map(code).join(' and ')} ${overlays.length === 1 ? 'drafts' : 'draft'} that, in comments, with a type for each.` : ''}\n`,
          `${left.map(({ extract, columns }) => `- ${cell(extract)}: ${columns.map(code).join(', ')}`).join('\n')}\n`,
        ]
      : []),
    ...(passedOver.length > 0 ? ['## Passed over\n', `${passedOver.map((line) => `- ${cell(line)}`).join('\n')}`] : []),
  ];
  return `${parts.join('\n')}\n`;
}

const copiedText = ({ copied, data }: Draft): string => {
  const encodings = [...new Set(copied.map(({ encoding }) => encoding))];
  return [
    '## Copies in UTF-8\n',
    `${counted(copied.length, 'file')} ${copied.length === 1 ? 'is' : 'are'} not in UTF-8 but in ${encodings.join(', ')}, which DuckDB reads only with an extension that it would have to download. So \`${data}\` holds a copy of all files in UTF-8, and the mappings read that.`,
    `A file that comes later goes there, too: \`iconv -f ${encodings[0]} -t utf-8 NEW.csv > ${shellWord(data)}/NEW.csv\`.\n`,
  ].join('\n');
};

function martText({ mart, columns, notes }: DraftedMapping, vocabulary: Vocabulary): string {
  const rows = columns.map(({ column, from, extract, isCertain, why, todo }) => {
    const cells = [
      code(column.name),
      from ? code(from.name) : '–',
      extract,
      isCertain ? 'certain' : '**guess**',
      todo && !from ? todo : why,
      from
        ? samplesText(from, column.sensitivity !== 'none' || (!isList(mart) && from.distinct > 0.9 * from.rows), vocabulary)
        : '',
    ];
    return `| ${cells.map(cell).join(' | ')} |`;
  });
  const absent = [...mart.columns.keys()].filter((name) => !columns.some(({ column }) => column.name === name));
  return [
    `## ${mart.name}\n`,
    '| column | from | in | | why | values |\n|---|---|---|---|---|---|',
    `${rows.join('\n')}\n`,
    ...notes.map((note) => `- ${cell(note)}`),
    ...(notes.length > 0 ? [''] : []),
    ...(absent.length > 0 ? [`Not found: ${absent.map(code).join(', ')}.\n`] : []),
  ].join('\n');
}

const snapshotText = (month: string): string => `## One snapshot

The files show one month, ${month}. Churn is who left in a month out of who could have, so the mapping makes a month before it: all that had joined by then, \`ACTIVE\`,
with nothing of what they used or paid. \`CHURN_RATE\` of ${month} is then \`LEAVERS / AVERAGE_SUBSCRIBERS\`: who left in it, divided by the mean of the numbers on the books at its
beginning (the made month) and at its end (less those that left, plus those that joined in it). A file's own "churn rate" mostly divides by all of its rows instead and is lower
by as much as those that left are missing at the end. Where the file's leavers left over a longer time than a month, so does this rate.
`;

/** Three values; of a person's, and of what each row has another one of, only how they are written. */
function samplesText({ name, samples }: ColumnProfile, isPersonal: boolean, vocabulary: Vocabulary): string {
  const isHidden = isPersonal || vocabulary.isPersonal(name);
  return samples.map((sample) => code(isHidden ? maskValue(sample) : maskSample(shortened(sample)))).join(', ');
}

const shortened = (value: string): string => (value.length > 40 ? `${value.slice(0, 39)}…` : value);
const cell = (words: string): string => words.replace(/\s+/g, ' ').replaceAll('|', '\\|');
const code = (words: string): string => `\`${words.replaceAll('`', "'")}\``;
const shellWord = (path: string): string => (/^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`);
