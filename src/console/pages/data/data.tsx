import { Chip } from '../../controls/chip.tsx';
import { Page } from '../../controls/page.tsx';
import { Panel } from '../../controls/panel.tsx';
import { Table } from '../../controls/table.tsx';
import { Await } from '../../figures/await.tsx';
import { Figure } from '../../figures/figure.tsx';
import { useFormat } from '../../format/use-format.ts';
import { DataDocument, type DataQuery } from '../../graph/documents.ts';
import { type Answer, useGraph } from '../../graph/use-graph.ts';
import { useLocale } from '../../settings/settings.ts';
import { useStart } from '../../view/start.tsx';
import { useMoments } from '../../view/use-moments.ts';
import { useView } from '../../view/use-view.ts';
import { common } from '../../words/common.ts';
import { useWords } from '../../words/use-words.ts';
import { CatalogueOf } from './catalogue.tsx';
import { GenerationChanges } from './changes.tsx';
import { Coverage } from './coverage.tsx';
import styles from './data.module.css';
import { dataWords } from './data-words.ts';

type Generation = DataQuery['generation'];

/** Which data answer, how old they are, what was checked, what changed, what the warehouse provides, and where each measure comes from. */
export function Data() {
  const names = useWords(common);
  const view = useView();
  const answer = useGraph(DataDocument, { since: view.get('since'), locale: useLocale() });
  return (
    <Page title={names.data}>
      <Await answer={answer} fields={['generation', 'generations', 'catalogue']} of={(data) => data} lines={10}>
        {({ generation, generations, catalogue }) => (
          <div className={styles.parts}>
            <State generation={generation} answer={answer} />
            <GenerationChanges generation={generation} kept={generations} />
            <Checks checks={generation.checks} />
            <Coverage columns={catalogue.coverage} />
          </div>
        )}
      </Await>
      <CatalogueOf />
    </Page>
  );
}

function State({ generation, answer }: { readonly generation: Generation; readonly answer: Answer<DataQuery> }) {
  const { id, dataDate, builtAt, months } = generation;
  const words = useWords(dataWords);
  const format = useFormat();
  const moments = useMoments();
  const today = useStart().timeZone.localTime(new Date()).day;
  const age = Math.max(0, (Date.parse(today) - Date.parse(dataDate)) / 86_400_000);
  return (
    <Panel title={words.generation} note={<code>{id}</code>}>
      <dl className={styles.facts}>
        <div>
          <dt>{words.dataDate}</dt>
          <dd>{format.day(dataDate)}</dd>
        </div>
        <div>
          <dt>{words.age}</dt>
          <dd>{words.days(format.count(age))}</dd>
        </div>
        <div>
          <dt>{words.built}</dt>
          <dd>{moments.text(builtAt)}</dd>
        </div>
        <div>
          <dt>{words.numbers}</dt>
          <dd>
            <Await answer={answer} fields={['numbers']} of={({ numbers }) => numbers} lines={1}>
              {({ value }) => <Figure value={value} unit="numbers" />}
            </Await>
          </dd>
        </div>
        <div>
          <dt>{words.months}</dt>
          <dd>
            {format.month(months[0]!)} – {format.month(months.at(-1)!)}
          </dd>
        </div>
      </dl>
    </Panel>
  );
}

/** Those that failed first: what is published has none. */
function Checks({ checks }: { readonly checks: Generation['checks'] }) {
  const words = useWords(dataWords);
  const format = useFormat();
  const passed = checks.filter(({ ok }) => ok).length;
  const rows = [...checks].sort((a, b) => Number(a.ok) - Number(b.ok));
  return (
    <Panel title={words.checks} note={words.passed(format.count(passed), format.count(checks.length))} isFlush>
      <div className={styles.short}>
        <Table<Generation['checks'][number]>
          caption={words.checks}
          rows={rows}
          keyOf={({ name }) => name}
          columns={[
            { name: 'ok', title: '', cell: ({ ok }) => <Chip tone={ok ? 'good' : 'bad'}>{ok ? words.ok : words.notOk}</Chip> },
            {
              name: 'check',
              title: words.check,
              isHead: true,
              cell: ({ label, detailLabel }) => (
                <>
                  <span className={styles.long}>{label}</span>
                  <span className={styles.detail}>{detailLabel}</span>
                </>
              ),
            },
          ]}
        />
      </div>
    </Panel>
  );
}
