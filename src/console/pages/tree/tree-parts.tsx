import { useMemo } from 'react';
import { Waterfall } from '../../charts/waterfall.tsx';
import { Button } from '../../controls/button.tsx';
import { Panel } from '../../controls/panel.tsx';
import { Empty } from '../../figures/await.tsx';
import { senseOf } from '../../figures/change.tsx';
import type { NodeFragment, TreeQuery } from '../../graph/documents.ts';
import { useView } from '../../view/use-view.ts';
import { useWords } from '../../words/use-words.ts';
import { NodePanel } from './node-panel.tsx';
import { TreeDrawing } from './tree-drawing.tsx';
import { TreeGrid } from './tree-grid.tsx';
import styles from './tree-parts.module.css';
import { shownLeaves, type TreeNode, treeOf } from './tree-rows.ts';
import { treeWords } from './tree-words.ts';

interface TreePartsProps {
  readonly nodes: readonly NodeFragment[];
  readonly also: NonNullable<TreeQuery['also']>['nodes'] | null;
  readonly fact: NonNullable<TreeQuery['fact']>['nodes'] | null;
  readonly isDrawn: boolean;
}

/** The tree as a grid or a drawing, the waterfall of what is open in it, and the node that was chosen. */
export function TreeParts({ nodes, also, fact, isDrawn }: TreePartsProps) {
  const words = useWords(treeWords);
  const view = useView();
  const toggled = view.list('toggled');
  const isAll = view.get('open') === 'all';
  const root = useMemo(() => treeOf(nodes, new Set(toggled), isAll), [nodes, toggled, isAll]);
  if (!root) return <Empty />;
  const chosen = nodes.find(({ code }) => code === view.get('node')) ?? root;
  const toggle = (code: string) => {
    const others = toggled.filter((each) => each !== code);
    view.set({ open: null, toggled: (others.length < toggled.length ? others : [...toggled, code]).join(',') });
  };
  const choose = (code: string) => view.set({ node: code === root.code ? null : code }, true);
  const Form = isDrawn ? TreeDrawing : TreeGrid;
  return (
    <div className={styles.parts}>
      <div className={styles.main}>
        <Panel
          title={root.name}
          isFlush
          actions={
            <Button kind="quiet" onClick={() => view.set({ open: isAll ? null : 'all', toggled: null })} isPressed={isAll}>
              {isAll ? words.usual : words.expandAll}
            </Button>
          }
        >
          <Form root={root} also={also} chosen={chosen.code} onToggle={toggle} onChoose={choose} />
        </Panel>
        <Panel title={words.waterfall} note={words.waterfallNote(root.name)}>
          <TreeWaterfall root={root} onChoose={choose} />
        </Panel>
      </div>
      <NodePanel node={chosen} root={root} fact={fact} />
    </div>
  );
}

const most = 14;

/** What is open in the tree, the largest contributions first, from the baseline to now. */
function TreeWaterfall({ root, onChoose }: { readonly root: TreeNode; readonly onChoose: (code: string) => void }) {
  const words = useWords(treeWords);
  const { value, baseline } = root;
  const { unit, higherIsBetter } = root.measure;
  const leaves = shownLeaves(root).filter(({ code }) => code !== root.code);
  if (value == null || baseline == null || leaves.some(({ contribution }) => contribution == null))
    return <Empty>{words.noContributions}</Empty>;
  const steps = [...leaves]
    .sort((one, other) => Math.abs(other.contribution!) - Math.abs(one.contribution!))
    .map(({ code, name, contribution }) => ({
      key: code,
      name,
      size: contribution!,
      sense: senseOf(contribution!, higherIsBetter ?? null),
    }));
  const rest = steps.slice(most);
  const others = rest.reduce((sum, { size }) => sum + size, 0);
  const last =
    rest.length > 0
      ? [{ key: root.code, name: words.others(rest.length), size: others, sense: senseOf(others, higherIsBetter ?? null) }]
      : [];
  return (
    <Waterfall
      label={words.waterfall}
      unit={unit}
      before={{ name: words.before, value: baseline }}
      now={{ name: words.now, value }}
      steps={[...steps.slice(0, most), ...last]}
      onChoose={onChoose}
    />
  );
}
