import { useParams } from 'wouter';
import { Select, Switch } from '../../controls/choice.tsx';
import { Page } from '../../controls/page.tsx';
import { Await } from '../../figures/await.tsx';
import { useFormat } from '../../format/use-format.ts';
import { TreeDocument } from '../../graph/documents.ts';
import { useGraph } from '../../graph/use-graph.ts';
import { AgainstChoice, MonthChoice, useAgainst, useMonth } from '../../view/month.tsx';
import { useGo, useLinks, useView } from '../../view/use-view.ts';
import { common } from '../../words/common.ts';
import { useWords } from '../../words/use-words.ts';
import { AlsoChoice, useAlso } from './also-choice.tsx';
import { TreeParts } from './tree-parts.tsx';
import { treeWords } from './tree-words.ts';
import { useWhatIf } from './use-what-if.ts';

/** A tree of KPIs: what a figure is made of, what moved it, and what it would be otherwise. */
export function Tree() {
  const names = useWords(common);
  const words = useWords(treeWords);
  const { locale } = useFormat();
  const { code = 'REVENUE' } = useParams<{ code?: string }>();
  const view = useView();
  const linkTo = useLinks();
  const go = useGo();
  const also = useAlso();
  const { whatIf } = useWhatIf();
  const answer = useGraph(TreeDocument, {
    tree: code,
    month: useMonth(),
    against: useAgainst(),
    also: also ?? 'NONE',
    hasAlso: also !== null,
    slice: view.get('slice'),
    whatIf: whatIf.length > 0 ? whatIf : null,
    hasWhatIf: whatIf.length > 0,
    locale,
  });
  const trees = answer.data?.indicatorTrees ?? [];
  const form = view.get('form') === 'drawing' ? 'drawing' : 'grid';
  return (
    <Page
      title={answer.data?.indicatorTree?.name ?? names.tree}
      lead={trees.find((tree) => tree.code === code)?.description}
      controls={
        <>
          <Select
            name={words.trees}
            value={code}
            onChange={(tree) => go(linkTo(`/tree/${tree}`))}
            options={
              trees.length > 0 ? trees.map((tree) => ({ value: tree.code, name: tree.name })) : [{ value: code, name: code }]
            }
          />
          <MonthChoice />
          <AgainstChoice />
          <AlsoChoice />
          <Switch
            name={words.form}
            value={form}
            onChange={(value) => view.set({ form: value === 'grid' ? null : value })}
            options={[
              { value: 'grid', name: words.grid },
              { value: 'drawing', name: words.drawing },
            ]}
          />
        </>
      }
    >
      <Await answer={answer} of={({ indicatorTree }) => indicatorTree} lines={12}>
        {(tree) => (
          <TreeParts
            nodes={tree.nodes}
            also={answer.data?.also?.nodes ?? null}
            fact={answer.data?.fact?.nodes ?? null}
            isDrawn={form === 'drawing'}
          />
        )}
      </Await>
    </Page>
  );
}
