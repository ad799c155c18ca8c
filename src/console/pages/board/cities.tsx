import { Bars } from '../../charts/bars.tsx';
import { Select } from '../../controls/choice.tsx';
import { Panel } from '../../controls/panel.tsx';
import { Figure } from '../../figures/figure.tsx';
import { StatusMark } from '../../figures/status-mark.tsx';
import { useFormat } from '../../format/use-format.ts';
import type { BoardQuery, Measure } from '../../graph/documents.ts';
import { SliceActions } from '../../view/slice-actions.tsx';
import { useStart } from '../../view/start.tsx';
import { common } from '../../words/common.ts';
import { useWords } from '../../words/use-words.ts';
import { boardWords } from './board-words.ts';

interface CitiesProps {
  readonly cities: NonNullable<BoardQuery['cities']>;
  readonly measures: readonly Measure[];
  readonly onChoose: (measure: Measure) => void;
}

const tones = { ON_TRACK: 'good', WATCH: 'neutral', OFF_TRACK: 'bad', NO_TARGET: 'neutral' } as const;

type City = NonNullable<BoardQuery['cities']>['drill'][number];

/** Those without a plan, and the rest, at the end. */
const worstFirst = (cities: readonly City[]): readonly City[] => [...cities].sort((one, other) => rankOf(one) - rankOf(other));

const rankOf = ({ attainment, isOther }: City): number => (isOther || attainment == null ? Number.POSITIVE_INFINITY : attainment);

/** The cities by how far they have come with their plans, the worst first. */
export function Cities({ cities, measures, onChoose }: CitiesProps) {
  const words = useWords(boardWords);
  const names = useWords(common);
  const format = useFormat();
  const { measure } = useStart();
  const { code } = cities.measure;
  const { unit, name } = measure(code);
  return (
    <Panel
      title={words.cities}
      note={words.citiesNote(name)}
      actions={
        <Select
          name={names.measure}
          value={code}
          onChange={onChoose}
          options={measures.map((value) => ({ value, name: measure(value).name }))}
        />
      }
    >
      <Bars
        label={words.cities}
        bars={worstFirst(cities.drill).map((part) => ({
          key: part.code ?? 'other',
          name: part.label,
          size: part.value ?? null,
          mark: part.target ?? null,
          tone: tones[part.status],
          slice: part.slice,
          isOther: part.isOther,
          figure: <Figure value={part.value} unit={unit} absence={part.absence} />,
          note: (
            <>
              <StatusMark status={part.status} />
              {part.attainment != null && words.ofPlan(format.share(part.attainment))}
              <SliceActions slice={part.slice} why={code} name={part.label} />
            </>
          ),
        }))}
      />
    </Panel>
  );
}
