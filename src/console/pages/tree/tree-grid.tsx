import { type KeyboardEvent, useRef } from 'react';
import { Sparkline } from '../../charts/sparkline.tsx';
import { Change, senseOf } from '../../figures/change.tsx';
import { Figure } from '../../figures/figure.tsx';
import { StatusMark } from '../../figures/status-mark.tsx';
import { useFormat } from '../../format/use-format.ts';
import type { TreeQuery } from '../../graph/documents.ts';
import { useAgainst } from '../../view/month.tsx';
import { common } from '../../words/common.ts';
import { useWords } from '../../words/use-words.ts';
import { useAlso } from './also-choice.tsx';
import styles from './tree-grid.module.css';
import { shownRows, signOf, type TreeNode } from './tree-rows.ts';
import { treeWords } from './tree-words.ts';

export interface TreeFormProps {
  readonly root: TreeNode;
  readonly also: NonNullable<TreeQuery['also']>['nodes'] | null;
  /** The code of the node whose panel is shown. */
  readonly chosen: string;
  readonly onToggle: (code: string) => void;
  readonly onChoose: (code: string) => void;
}

/** The tree as a grid: a row a node; arrows move, open and close, Enter chooses. */
export function TreeGrid({ root, also, chosen, onToggle, onChoose }: TreeFormProps) {
  const words = useWords(treeWords);
  const names = useWords(common);
  const against = useAgainst();
  const second = useAlso();
  const body = useRef<HTMLTableSectionElement>(null);
  const rows = shownRows(root);
  const widest = Math.max(...rows.map(({ contribution }) => Math.abs(contribution ?? 0)), 1e-12);
  const parentOf = new Map(rows.flatMap((node) => node.children.map((child) => [child.code, node] as const)));
  const onKeyDown = (event: KeyboardEvent) => {
    const lines = [...(body.current?.rows ?? [])];
    const at = lines.indexOf((event.target as HTMLElement).closest('tr')!);
    const node = rows[at];
    if (!node) return;
    const focus = (index: number) => lines[index]?.focus();
    if (event.key === 'ArrowDown') focus(at + 1);
    else if (event.key === 'ArrowUp') focus(at - 1);
    else if (event.key === 'ArrowRight') node.isOpen || node.children.length === 0 ? focus(at + 1) : onToggle(node.code);
    else if (event.key === 'ArrowLeft')
      node.isOpen && node.children.length > 0 ? onToggle(node.code) : focus(rows.findIndex(({ code }) => code === node.parent));
    else if (event.key === 'Enter' || event.key === ' ') onChoose(node.code);
    else return;
    event.preventDefault();
  };
  return (
    <div className={styles.scroll}>
      {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a treegrid is a table whose rows open and are moved through */}
      <table className={styles.grid} role="treegrid" aria-label={root.name}>
        <thead>
          <tr>
            <th scope="col">{words.node}</th>
            <th scope="col" className={styles.figure}>
              {names.value}
            </th>
            <th scope="col" className={styles.figure}>
              {names.change}
              <span> {names[against]}</span>
            </th>
            {second && (
              <th scope="col" className={styles.figure}>
                {names.change}
                <span> {names[second]}</span>
              </th>
            )}
            <th scope="col">{names.contribution}</th>
            <th scope="col">{names.plan}</th>
            {!second && <th scope="col">{words.trend}</th>}
          </tr>
        </thead>
        <tbody ref={body} onKeyDown={onKeyDown}>
          {rows.map((node) => (
            <NodeRow
              key={node.code}
              node={node}
              sign={signOf(node, parentOf.get(node.code))}
              rootBetter={root.measure.higherIsBetter ?? null}
              rootUnit={root.measure.unit}
              second={second === null ? undefined : (also?.find(({ code }) => code === node.code) ?? null)}
              widest={widest}
              isChosen={node.code === chosen}
              onToggle={onToggle}
              onChoose={onChoose}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface NodeRowProps extends Pick<TreeFormProps, 'onToggle' | 'onChoose'> {
  readonly node: TreeNode;
  readonly sign: string;
  readonly rootBetter: boolean | null;
  readonly rootUnit: string;
  /** The second comparison; undefined: there is none. */
  readonly second: NonNullable<TreeQuery['also']>['nodes'][number] | null | undefined;
  readonly widest: number;
  readonly isChosen: boolean;
}

function NodeRow({ node, sign, rootBetter, rootUnit, second, widest, isChosen, onToggle, onChoose }: NodeRowProps) {
  const words = useWords(treeWords);
  const { code, level, name, isOpen, children, measure, slice } = node;
  const { unit } = measure;
  const higherIsBetter = measure.higherIsBetter ?? null;
  return (
    <tr
      data-slice={slice}
      data-node={code}
      aria-level={level + 1}
      aria-expanded={children.length > 0 ? isOpen : undefined}
      aria-selected={isChosen}
      tabIndex={isChosen ? 0 : -1}
      onClick={() => onChoose(code)}
    >
      <th scope="row">
        <span className={styles.name} style={{ paddingLeft: level * 16 }}>
          {children.length > 0 ? (
            <button
              type="button"
              tabIndex={-1}
              className={styles.toggle}
              aria-label={`${isOpen ? words.collapse : words.expand} ${name}`}
              onClick={(event) => {
                event.stopPropagation();
                onToggle(code);
              }}
            >
              <span aria-hidden="true">{isOpen ? '▾' : '▸'}</span>
            </button>
          ) : (
            <span className={styles.toggle} />
          )}
          {sign && <span className={styles.sign}>{sign}</span>}
          <span className={styles.title}>{name}</span>
          {node.signal.isSignal && (
            <span className={styles.signal}>
              <span aria-hidden="true">●</span> {words.signal}
            </span>
          )}
        </span>
      </th>
      <td className={styles.figure}>
        <Figure value={node.value} unit={unit} absence={node.absence} />
      </td>
      <td className={styles.figure}>
        <Change
          {...node}
          rate={node.changeRate}
          unit={unit}
          higherIsBetter={higherIsBetter}
          show={second === undefined ? 'both' : 'rate'}
        />
      </td>
      {second !== undefined && (
        <td className={styles.figure}>
          <Change
            change={second?.change}
            rate={second?.changeRate}
            absence={second?.absence}
            unit={unit}
            higherIsBetter={higherIsBetter}
            show="rate"
          />
        </td>
      )}
      <td>
        <Contribution size={node.contribution ?? null} widest={widest} unit={rootUnit} higherIsBetter={rootBetter} />
      </td>
      <td>{node.status === 'NO_TARGET' ? '' : <StatusMark status={node.status} />}</td>
      {second === undefined && (
        <td className={styles.trend}>
          <Sparkline points={node.trend} unit={unit} name={name} />
        </td>
      )}
    </tr>
  );
}

interface ContributionProps {
  readonly size: number | null;
  readonly widest: number;
  readonly unit: string;
  readonly higherIsBetter: boolean | null;
}

/** To the root's change, as a bar from a zero in the middle. */
function Contribution({ size, widest, unit, higherIsBetter }: ContributionProps) {
  const format = useFormat();
  if (size === null) return null;
  const share = (Math.abs(size) / widest) * 50;
  return (
    <span className={styles.contribution}>
      <span className={styles.track} aria-hidden="true">
        <span
          className={styles.bar}
          data-sense={senseOf(size, higherIsBetter)}
          style={{ left: `${size < 0 ? 50 - share : 50}%`, width: `${share}%` }}
        />
      </span>
      <span className={styles.amount}>{format.change(size, unit)}</span>
    </span>
  );
}
