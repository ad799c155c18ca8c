import { Field } from '../../controls/field.tsx';
import { Panel } from '../../controls/panel.tsx';
import { Table } from '../../controls/table.tsx';
import { Await, Empty } from '../../figures/await.tsx';
import { useFormat } from '../../format/use-format.ts';
import { LineageDocument, type LineageQuery, type Measure } from '../../graph/documents.ts';
import { useGraph } from '../../graph/use-graph.ts';
import { type MeasureInfo, useStart } from '../../view/start.tsx';
import { useView } from '../../view/use-view.ts';
import { common } from '../../words/common.ts';
import { useWords } from '../../words/use-words.ts';
import styles from './data.module.css';
import { dataWords } from './data-words.ts';

type Traced = LineageQuery['catalogue']['measures'][number];

/** All measures with their formulas; of the chosen one where it comes from, down to the columns of the warehouse. */
export function CatalogueOf() {
  const words = useWords(dataWords);
  const names = useWords(common);
  const { measures } = useStart();
  const format = useFormat();
  const { locale } = format;
  const view = useView();
  const answer = useGraph(LineageDocument, { locale });
  const wanted = (view.get('find') ?? '').toLowerCase();
  const rows = measures.filter(({ code, en, zh }) => `${code} ${en} ${zh}`.toLowerCase().includes(wanted));
  const measure = view.get('measure') as Measure | null;
  return (
    <Panel title={words.catalogue} actions={<Field name={words.find} value={wanted} onChange={(find) => view.set({ find })} />}>
      <div className={styles.catalogue}>
        {rows.length === 0 ? (
          <Empty>{words.noHits}</Empty>
        ) : (
          <Table<MeasureInfo>
            caption={words.catalogue}
            rows={rows}
            keyOf={({ code }) => code}
            columns={[
              {
                name: 'measure',
                title: names.measure,
                isHead: true,
                cell: ({ code, name }) => (
                  <button
                    type="button"
                    className={styles.choose}
                    aria-pressed={code === measure}
                    onClick={() => view.set({ measure: code }, true)}
                  >
                    {name}
                  </button>
                ),
              },
              { name: 'unit', title: words.unit, cell: ({ unit }) => format.unit(unit) || unit },
              { name: 'kind', title: words.kind, cell: ({ kind }) => words[kind] },
              { name: 'formula', title: names.formula, cell: ({ formula }) => <code className={styles.long}>{formula}</code> },
            ]}
          />
        )}
        <Await answer={answer} of={({ catalogue }) => catalogue.measures}>
          {(all) => <Lineage all={all} measure={measure ?? rows[0]?.code ?? 'ARPU'} />}
        </Await>
      </div>
    </Panel>
  );
}

/** From a measure down: measures that its formula names, sums over a mart's rows, columns of the warehouse. */
function Lineage({ all, measure }: { readonly all: readonly Traced[]; readonly measure: Measure }) {
  const words = useWords(dataWords);
  const { measure: infoOf } = useStart();
  const view = useView();
  const traced = all.find(({ code }) => code === measure);
  const info = infoOf(measure);
  if (!traced || !info) return null;
  return (
    <section className={styles.lineage} aria-label={words.lineage}>
      <h3>{info.name}</h3>
      {traced.description && <p className={styles.soft}>{traced.description}</p>}
      <p>
        <code>{info.formula}</code>
      </p>
      {traced.madeOf.length > 0 && (
        <div>
          <h4>{words.madeOf}</h4>
          <ul className={styles.made}>
            {traced.madeOf.map((code) => (
              <li key={code}>
                <button type="button" className={styles.choose} onClick={() => view.set({ measure: code }, true)}>
                  {infoOf(code).name}
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
      <ul className={styles.sums}>
        {traced.parts.map(({ code, name, mart, sql, columns, monthsBack }) => (
          <li key={code}>
            <div>
              <h4>{words.part}</h4>
              <strong>{name}</strong>
              <code>
                {mart}: {sql}
              </code>
            </div>
            <div>
              <h4>{words.columns}</h4>
              {columns.map((column) => (
                <code key={column}>{column}</code>
              ))}
              {monthsBack > 0 && <span className={styles.soft}>{words.back(monthsBack)}</span>}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
