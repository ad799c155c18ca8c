import { hierarchy, tree as layout } from 'd3-hierarchy';
import { Copyable } from '../../charts/copyable.tsx';
import { Change, senseOf } from '../../figures/change.tsx';
import { Figure } from '../../figures/figure.tsx';
import { useFormat } from '../../format/use-format.ts';
import { useWords } from '../../words/use-words.ts';
import styles from './tree-drawing.module.css';
import type { TreeFormProps } from './tree-grid.tsx';
import { signOf, type TreeNode } from './tree-rows.ts';
import { treeWords } from './tree-words.ts';

const card = { width: 188, height: 76, across: 44, between: 12 };

/** The tree as a picture that grows to the right: each node a card, lines as thick as what came along them. */
export function TreeDrawing({ root, chosen, onToggle, onChoose }: TreeFormProps) {
  const words = useWords(treeWords);
  const format = useFormat();
  const { unit, higherIsBetter } = root.measure;
  const nodes = placed(root);
  const height = Math.max(...nodes.map(({ y }) => y)) + card.height;
  const width = Math.max(...nodes.map(({ x }) => x)) + card.width + 28;
  const widest = Math.max(...nodes.map(({ node }) => Math.abs(node.contribution ?? 0)), 1e-12);
  return (
    <div className={styles.scroll}>
      <Copyable name={root.name}>
        <ul className={styles.drawing} style={{ width, height }} aria-label={root.name}>
          <li aria-hidden="true">
            <svg width={width} height={height} className={styles.links} role="presentation">
              {nodes.flatMap(({ x, y, node, parent }) =>
                parent ? (
                  <path
                    key={node.code}
                    d={linkOf(parent, { x, y })}
                    data-sense={senseOf(node.contribution ?? 0, higherIsBetter ?? null)}
                    strokeWidth={1 + (Math.abs(node.contribution ?? 0) / widest) * 9}
                  />
                ) : (
                  []
                ),
              )}
            </svg>
          </li>
          {nodes.map(({ x, y, node, parent }) => (
            <li key={node.code} className={styles.node} style={{ left: x, top: y }} data-slice={node.slice}>
              <button
                type="button"
                className={styles.card}
                aria-pressed={node.code === chosen}
                data-sense={senseOf(node.contribution ?? 0, higherIsBetter ?? null)}
                onClick={() => onChoose(node.code)}
              >
                <span className={styles.name} title={node.name}>
                  {signOf(node, parent?.node)} {node.name}
                </span>
                <span className={styles.value}>
                  <Figure value={node.value} unit={node.measure.unit} absence={node.absence} />
                  <Change
                    {...node}
                    rate={node.changeRate}
                    unit={node.measure.unit}
                    higherIsBetter={node.measure.higherIsBetter ?? null}
                    show="rate"
                  />
                </span>
                <span className={styles.contribution}>
                  {node.contribution != null && parent && format.change(node.contribution, unit)}
                  {node.signal.isSignal && <span className={styles.signal}> ● {words.signal}</span>}
                </span>
              </button>
              {node.children.length > 0 && (
                <button
                  type="button"
                  className={styles.toggle}
                  aria-expanded={node.isOpen}
                  aria-label={`${node.isOpen ? words.collapse : words.expand} ${node.name}`}
                  onClick={() => onToggle(node.code)}
                >
                  <span aria-hidden="true">{node.isOpen ? '−' : '+'}</span>
                </button>
              )}
            </li>
          ))}
        </ul>
      </Copyable>
    </div>
  );
}

interface Placed {
  readonly x: number;
  readonly y: number;
  readonly node: TreeNode;
  readonly parent: Placed | null;
}

/** Where each node that is seen stands: the corner of its card. */
function placed(root: TreeNode): readonly Placed[] {
  const top = layout<TreeNode>()
    .nodeSize([card.height + card.between, card.width + card.across])
    .separation(() => 1)(hierarchy(root, ({ isOpen, children }) => (isOpen ? [...children] : [])));
  const highest = Math.min(...top.descendants().map(({ x }) => x));
  const known = new Map<unknown, Placed>();
  return top.descendants().map((each) => {
    const parent = each.parent ? known.get(each.parent)! : null;
    const place = { x: each.y, y: each.x - highest, node: each.data, parent };
    known.set(each, place);
    return place;
  });
}

function linkOf(from: Placed, to: { readonly x: number; readonly y: number }): string {
  const [x1, y1] = [from.x + card.width + 20, from.y + card.height / 2];
  const [x2, y2] = [to.x, to.y + card.height / 2];
  const middle = (x1 + x2) / 2;
  return `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`;
}
