import { useState } from 'react';
import { useClient } from 'urql';
import { Button } from '../../controls/button.tsx';
import { Select } from '../../controls/choice.tsx';
import { Failed } from '../../figures/await.tsx';
import { SliceWithDocument, type SliceWithQuery } from '../../graph/documents.ts';
import { type Failure, failuresOf } from '../../graph/failure.ts';
import { useMonth } from '../../view/month.tsx';
import { useView } from '../../view/use-view.ts';
import { useWords } from '../../words/use-words.ts';
import type { FilterColumn } from './columns.ts';
import styles from './numbers.module.css';
import { numbersWords } from './numbers-words.ts';

type Operator = 'eq' | 'ne' | 'gte' | 'lte' | 'after' | 'before' | 'has' | 'isNull';

/** What can be said of a column, by its type. */
const operators: Readonly<Record<FilterColumn['type'], readonly Operator[]>> = {
  BOOLEAN: ['eq', 'isNull'],
  CODE: ['eq', 'ne', 'isNull'],
  NAME: ['eq', 'ne', 'isNull'],
  DATE: ['after', 'before', 'eq', 'isNull'],
  NUMBER: ['gte', 'lte', 'eq', 'isNull'],
  LIST: ['has', 'isNull'],
  // A set is a slice already: files.tsx has them.
  SET: [],
};

interface SliceFilterProps {
  readonly columns: readonly FilterColumn[];
  readonly cities: readonly { readonly code?: string | null; readonly label: string }[];
}

/**
 * Narrows by one column after the other. What comes of it is a slice, sealed by the gateway: nothing that was typed stands in the URL, and the
 * slice bar says it in words.
 */
export function SliceFilter({ columns: all, cities }: SliceFilterProps) {
  const columns = all.filter(({ type }) => operators[type].length > 0);
  const words = useWords(numbersWords);
  const client = useClient();
  const view = useView();
  const month = useMonth();
  const [name, setName] = useState('city');
  const [operator, setOperator] = useState<Operator>('eq');
  const [text, setText] = useState('');
  const [failure, setFailure] = useState<Failure | null>(null);
  const [told, setTold] = useState('');
  const column = columns.find((each) => each.name === name) ?? columns[0];
  if (!column) return null;
  const known = operators[column.type];
  const chosen = known.includes(operator) ? operator : known[0]!;
  const slice = view.get('slice');
  const apply = async () => {
    const where = { [column.name]: { [chosen]: comparedWith(text, chosen, column) } };
    const asked = { where, ...(slice ? { slice } : { month }) };
    const { data, error } = await client.query<SliceWithQuery>(SliceWithDocument.toString(), asked).toPromise();
    setFailure(failuresOf(error)[0] ?? null);
    setTold(data?.indicator?.value === 0 ? words.nobody : '');
    if (data?.indicator && data.indicator.value !== 0) view.set({ slice: data.indicator.slice }, true);
  };
  const values =
    column.type === 'BOOLEAN'
      ? [
          { code: 'true', label: words.yes },
          { code: 'false', label: words.no },
        ]
      : column.name === 'city'
        ? cities.flatMap(({ code, label }) => (code ? [{ code, label }] : []))
        : column.values;
  const value = values && !values.some(({ code }) => code === text) ? (values[0]?.code ?? '') : text;
  return (
    <form
      className={styles.filter}
      aria-label={words.narrow}
      onSubmit={(event) => {
        event.preventDefault();
        void apply();
      }}
    >
      <Select
        name={words.column}
        value={column.name}
        onChange={(next) => {
          setName(next);
          setText('');
        }}
        options={columns.filter(({ personal }) => !personal).map((each) => ({ value: each.name, name: each.label }))}
      />
      <Select
        name={words.operator}
        value={chosen}
        onChange={setOperator}
        options={known.map((each) => ({ value: each, name: words[each] }))}
      />
      {chosen !== 'isNull' &&
        (values ? (
          <Select
            name={words.with}
            value={value}
            onChange={setText}
            options={values.map((each) => ({ value: each.code, name: each.label }))}
          />
        ) : (
          <input
            className={styles.value}
            aria-label={words.with}
            type={column.type === 'NUMBER' ? 'number' : column.type === 'DATE' ? 'date' : 'text'}
            step="any"
            required
            value={text}
            placeholder={column.unit ?? ''}
            onChange={({ target }) => setText(target.value)}
          />
        ))}
      <Button onClick={() => void apply()}>{words.apply}</Button>
      {told && <span role="status">{told}</span>}
      {failure && <Failed failure={failure} />}
    </form>
  );
  function comparedWith(typed: string, by: Operator, { type }: FilterColumn): unknown {
    if (by === 'isNull') return true;
    if (type === 'BOOLEAN') return value !== 'false';
    if (type === 'NUMBER') return Number(typed);
    return values ? value : typed;
  }
}
