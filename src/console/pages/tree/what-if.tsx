import { useEffect, useState } from 'react';
import { Button } from '../../controls/button.tsx';
import { useFormat } from '../../format/use-format.ts';
import type { NodeFragment, TreeQuery } from '../../graph/documents.ts';
import { useWords } from '../../words/use-words.ts';
import { treeWords } from './tree-words.ts';
import { useWhatIf } from './use-what-if.ts';
import styles from './what-if.module.css';

interface WhatIfProps {
  readonly node: NodeFragment;
  readonly root: NodeFragment;
  /** The tree as it is, where leaves are set by hand. */
  readonly fact: NonNullable<TreeQuery['fact']>['nodes'] | null;
}

/** How long a slider rests before the gateway is asked. */
const restMs = 250;

/**
 * What a unit of a leaf is worth, and a slider for it. While it moves the gradient tells what the root would be, about; where it rests the
 * gateway says it exactly.
 */
export function WhatIf({ node, root, fact }: WhatIfProps) {
  const words = useWords(treeWords);
  const format = useFormat();
  const { whatIf, set } = useWhatIf();
  const real = (code: string) => fact?.find((each) => each.code === code)?.value ?? null;
  const value = real(node.code) ?? node.value ?? null;
  const rootValue = real(root.code) ?? root.value ?? null;
  const asked = whatIf.find((each) => each.node === node.code)?.value ?? null;
  const [at, setAt] = useState(asked ?? value ?? 0);
  useEffect(() => setAt(asked ?? value ?? 0), [asked, value]);
  useEffect(() => {
    if (value === null || at === (asked ?? value)) return;
    const timer = setTimeout(() => set(node.code, at === value ? null : at), restMs);
    return () => clearTimeout(timer);
  });
  const { sensitivity, relation, measure } = node;
  if (sensitivity == null || value === null || rootValue === null || node.code === root.code) return null;
  const { unit } = root.measure;
  const worth = format.change(sensitivity, unit);
  const isLeaf = relation == null;
  const isExact = fact !== null && at === asked;
  const would = isExact ? (root.value ?? rootValue) : rootValue + sensitivity * (at - value);
  const say = isExact ? words.exact : words.wouldBe;
  return (
    <div className={styles.whatIf}>
      <p>{words.sensitivity(format.figure(1, measure.unit), worth, root.name)}</p>
      {isLeaf && (
        <>
          <label className={styles.slider}>
            <span>
              {words.whatIf} <strong>{format.figure(at, measure.unit)}</strong>
            </span>
            <input
              type="range"
              min={value * (value > 0 ? 0.7 : 1.3)}
              max={value * (value > 0 ? 1.3 : 0.7)}
              step={Math.abs(value) / 200 || 0.01}
              value={at}
              aria-valuetext={format.figure(at, measure.unit)}
              onChange={({ target }) => setAt(Number(target.value))}
            />
          </label>
          {at !== value && (
            <p className={styles.would} aria-live="polite">
              {say(root.name, format.figure(would, unit), format.change(would - rootValue, unit))}
            </p>
          )}
        </>
      )}
      {whatIf.length > 0 && (
        <Button kind="quiet" onClick={() => set(node.code, null)} isDisabled={asked === null}>
          {words.fact}
        </Button>
      )}
    </div>
  );
}
