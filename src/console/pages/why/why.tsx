import { useParams } from 'wouter';
import { Select, Switch } from '../../controls/choice.tsx';
import { Page } from '../../controls/page.tsx';
import { Await } from '../../figures/await.tsx';
import { useFormat } from '../../format/use-format.ts';
import { type ContributionMethod, type Measure, WhyDocument, WhyExplainedDocument } from '../../graph/documents.ts';
import { useGraph } from '../../graph/use-graph.ts';
import { AgainstChoice, MonthChoice, useAgainst, useMonth } from '../../view/month.tsx';
import { useStart } from '../../view/start.tsx';
import { useGo, useLinks, useView } from '../../view/use-view.ts';
import { useWords } from '../../words/use-words.ts';
import { ByDimension } from './by-dimension.tsx';
import { ByFormula } from './by-formula.tsx';
import { Causes } from './causes.tsx';
import { Stand } from './stand.tsx';
import { Summary } from './summary.tsx';
import styles from './why.module.css';
import { whyWords } from './why-words.ts';

const methods = ['PATH_INTEGRAL', 'LMDI', 'SHAPLEY'] as const satisfies readonly ContributionMethod[];

/** Why a measure changed: where it stands, then by its formula, by dimension, and in which places. */
export function Why() {
  const words = useWords(whyWords);
  const { locale } = useFormat();
  const { measure: code = 'REVENUE' } = useParams<{ measure?: string }>();
  const { measures, measure } = useStart();
  const view = useView();
  const linkTo = useLinks();
  const go = useGo();
  const method = methods.find((each) => each === view.get('method')) ?? 'PATH_INTEGRAL';
  const asked = { measure: code as Measure, month: useMonth(), against: useAgainst(), slice: view.get('slice'), locale };
  const stand = useGraph(WhyDocument, asked);
  const why = useGraph(WhyExplainedDocument, { ...asked, method, by: null });
  const again = () => {
    stand.again();
    why.again();
  };
  const known = measures.some((each) => each.code === code) ? measure(code as Measure) : null;
  return (
    <Page
      title={words.title(known?.name ?? code)}
      lead={stand.data?.indicator?.measure.description}
      controls={
        <>
          <Select
            name={words.choose}
            value={code}
            onChange={(next) => go(linkTo(`/why/${next}`))}
            options={measures.map((each) => ({ value: each.code as string, name: each.name }))}
          />
          <MonthChoice />
          <AgainstChoice />
        </>
      }
    >
      <Await answer={stand} of={({ indicator }) => indicator} lines={6}>
        {(indicator) => <Stand indicator={indicator} name={known?.name ?? code} again={again} />}
      </Await>
      <Await answer={why} of={({ explain }) => explain} lines={10}>
        {(explanation) => (
          <div className={styles.parts}>
            <Summary explanation={explanation} unit={known?.unit ?? null} />
            <ByFormula
              explanation={explanation}
              unit={known?.unit ?? null}
              higherIsBetter={known?.higherIsBetter ?? null}
              actions={
                <Switch
                  name={words.method}
                  value={method}
                  onChange={(next) => view.set({ method: next === 'PATH_INTEGRAL' ? null : next })}
                  options={methods.map((value) => ({ value, name: words[value] }))}
                />
              }
            />
            <Causes causes={explanation.causes} code={code as Measure} unit={known?.unit ?? null} />
            <ByDimension effects={explanation.byDimension} code={code as Measure} unit={known?.unit ?? null} />
          </div>
        )}
      </Await>
    </Page>
  );
}
