import { monthNames, monthsNames } from '../catalogue/month-names.js';
import type { Names } from '../catalogue/names.js';
import { nodesAlong } from '../catalogue/partition.js';
import { partsOf } from '../catalogue/parts-of.js';
import type { Catalogue } from '../catalogue/types.js';
import type { Slice } from '../slices/slice.js';
import { type FilterNames, filterWords, joined } from './filter-words.js';

/**
 * What a slice is, as people read it: "Life cycle › Decline › Dual drop, city Hailan, October 2026". What the catalogue at hand does not know
 * is called by its code.
 */
export function sliceWords(slice: Slice, names: FilterNames & { readonly catalogue: Catalogue }): Names {
  const { nodes, where, counted, facts, others, followed, from, to } = slice;
  const { catalogue } = names;
  const terms = [
    ...nodes.map((node) => nodeNames(node, catalogue)),
    ...filterWords(where, names),
    ...counted.map((code) => countedWords(code, catalogue)),
    ...facts.map((flow) => factWords(flow, catalogue)),
    ...others.map((other) => otherWords(other, catalogue)),
    ...(followed ? [followedWords(sliceWords(followed, names))] : []),
  ];
  const numbers = terms.length > 0 ? terms : [{ en: 'All numbers', zh: '全部号码' }];
  return joined([...numbers, monthsNames(from, to)], ', ', '，');
}

/** "LIFECYCLE.DECLINE" → "Life cycle › Decline". */
function nodeNames(node: string, { trees }: Catalogue): Names {
  const [root = '', ...path] = node.split('.').filter((code) => code !== '');
  const tree = trees.get(root);
  const known = tree?.relation === 'PARTITION' ? nodesAlong(tree, path.join('.')) : [];
  const steps = path.map((code, index) => known[index]?.names ?? { en: code, zh: code });
  return joined([tree?.names ?? { en: root, zh: root }, ...steps], ' › ', ' › ');
}

const measureNames = (code: string, { measures }: Catalogue): Names => measures.get(code)?.names ?? { en: code, zh: code };

function countedWords(code: string, catalogue: Catalogue): Names {
  const { en, zh } = measureNames(code, catalogue);
  return { en: `counted in “${en}”`, zh: `计入“${zh}”` };
}

/** Facts that no measure counts as they are. */
const uncounted: Readonly<Record<string, Names>> = {
  use_days: { en: 'Use', zh: '使用' },
  complaints_opened: { en: 'Complaints opened', zh: '受理投诉' },
};

/** "orders": by the first measure that is just this flow. */
function factWords(flow: string, { measures, parts }: Catalogue): Names {
  const own = [...measures.values()].find((measure) => partsOf(measure).every((id) => parts.get(id)!.flow === flow));
  const { en, zh } = own?.names ?? uncounted[flow] ?? { en: flow, zh: flow };
  return { en: `with “${en}” so`, zh: `其中有“${zh}”` };
}

/** "2026-09 LIFECYCLE.DECLINE", "2026-09 LIFECYCLE." for anywhere in it, "2026-09 -" for not there. */
function otherWords(text: string, catalogue: Catalogue): Names {
  const [month = '', node = ''] = text.split(' ');
  const then = /^\d{4}-\d{2}$/.test(month) ? monthNames(month) : { en: month, zh: month };
  if (node === '-') return { en: `not there in ${then.en}`, zh: `${then.zh}不在` };
  const { en, zh } = nodeNames(node, catalogue);
  return { en: `in ${then.en} ${en}`, zh: `${then.zh}为${zh}` };
}

const followedWords = ({ en, zh }: Names): Names => ({ en: `the numbers of (${en})`, zh: `（${zh}）的号码` });
