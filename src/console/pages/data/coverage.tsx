import { Fragment } from 'react';
import { Chip } from '../../controls/chip.tsx';
import { Switch } from '../../controls/choice.tsx';
import { Panel } from '../../controls/panel.tsx';
import { Table } from '../../controls/table.tsx';
import { Empty } from '../../figures/await.tsx';
import { useFormat } from '../../format/use-format.ts';
import type { DataQuery } from '../../graph/documents.ts';
import { useStart } from '../../view/start.tsx';
import { useView } from '../../view/use-view.ts';
import { useWords } from '../../words/use-words.ts';
import styles from './data.module.css';
import { dataWords } from './data-words.ts';

type Column = DataQuery['catalogue']['coverage'][number];

/** What of the contract the warehouse provides, and what is lost without the rest. */
export function Coverage({ columns }: { readonly columns: readonly Column[] }) {
  const words = useWords(dataWords);
  const format = useFormat();
  const view = useView();
  const show = view.get('columns') === 'everything' ? 'everything' : 'lacking';
  const rows = show === 'everything' ? columns : columns.filter(({ provided, emptyIn }) => !provided || emptyIn.length > 0);
  const { measures, dimensions } = useStart();
  /** Of a measure or a dimension; null of an offer. */
  const named = (need: string): string | null => {
    const [code, byDay] = need.split(' by ');
    const name = [...measures, ...dimensions].find((each) => each.code === code)?.name ?? null;
    return name && byDay ? words.byDay(name) : name;
  };
  const there = columns.filter(({ provided }) => provided).length;
  return (
    <Panel
      title={words.coverage}
      note={`${format.count(there)} / ${format.count(columns.length)}`}
      actions={
        <Switch
          name={words.show}
          value={show}
          options={[
            { value: 'lacking', name: words.lacking },
            { value: 'everything', name: words.everything },
          ]}
          onChange={(value) => view.set({ columns: value })}
        />
      }
      isFlush
    >
      {rows.length === 0 ? (
        <Empty>{words.allThere}</Empty>
      ) : (
        <div className={styles.short}>
          <Table<Column>
            caption={words.coverage}
            rows={rows}
            keyOf={({ mart, column }) => `${mart}.${column}`}
            columns={[
              {
                name: 'column',
                title: words.column,
                isHead: true,
                cell: ({ mart, column }) => (
                  <code>
                    {mart}.{column}
                  </code>
                ),
              },
              {
                name: 'provided',
                title: words.provided,
                cell: ({ provided, emptyIn }) => (
                  <Chip tone={provided ? (emptyIn.length > 0 ? 'warn' : 'good') : 'neutral'}>
                    {provided ? (emptyIn.length > 0 ? words.emptyIn(emptyIn.map(format.month).join(', ')) : words.yes) : words.no}
                  </Chip>
                ),
              },
              {
                name: 'needed',
                title: words.neededBy,
                cell: ({ neededBy }) => (
                  <span className={styles.long}>
                    {neededBy.length === 0 && '–'}
                    {neededBy.map((need, at) => (
                      <Fragment key={need}>
                        {at > 0 && words.comma}
                        {named(need) ?? <code>{need}</code>}
                      </Fragment>
                    ))}
                  </span>
                ),
              },
            ]}
          />
        </div>
      )}
    </Panel>
  );
}
