import { useState } from 'react';
import { gateWords, sceneWords } from '../../channels/channel-words.ts';
import { Button } from '../../controls/button.tsx';
import { Select } from '../../controls/choice.tsx';
import { Panel } from '../../controls/panel.tsx';
import { Table } from '../../controls/table.tsx';
import { Await, Empty } from '../../figures/await.tsx';
import { Figure } from '../../figures/figure.tsx';
import { NumberOffersDocument, type Scene } from '../../graph/documents.ts';
import { useGraph } from '../../graph/use-graph.ts';
import { useLocale } from '../../settings/settings.ts';
import { useStart } from '../../view/start.tsx';
import { useWords } from '../../words/use-words.ts';
import { numberWords } from './number-words.ts';

const scenes: readonly Scene[] = ['COUNTER', 'OUTBOUND', 'ONLINE', 'PARTNER'];

/** What can be offered and why, and why not all else. A decision is written down, so it is made only when asked for. */
export function NumberOffers({ id }: { readonly id: string }) {
  const words = useWords(numberWords);
  const sceneNames = useWords(sceneWords);
  const gates = useWords(gateWords);
  const locale = useLocale();
  const { me } = useStart();
  const allowed = scenes.filter((each) => me.scenes?.includes(each) ?? true);
  const [chosen, setChosen] = useState<Scene | null>(null);
  const [isAsked, setAsked] = useState(false);
  const scene = chosen ?? allowed[0] ?? 'COUNTER';
  const answer = useGraph(NumberOffersDocument, { id, scene, locale }, { pause: !isAsked });
  if (allowed.length === 0) return null;
  return (
    <Panel
      title={words.offers}
      note={words.offersNote}
      isFlush
      actions={
        <>
          <Select
            name={words.scene}
            value={scene}
            onChange={(next) => {
              setAsked(false);
              setChosen(next);
            }}
            options={allowed.map((value) => ({ value, name: sceneNames[value] }))}
          />
          <Button onClick={() => (isAsked ? answer.again() : setAsked(true))}>{words.decide}</Button>
        </>
      }
    >
      {!isAsked ? (
        <Empty>{words.offersNote}</Empty>
      ) : (
        <Await answer={answer} of={({ recommendations }) => recommendations}>
          {({ considered }) => (
            <Table
              caption={words.offers}
              rows={considered}
              keyOf={({ offer }) => offer.code}
              columns={[
                { name: 'rank', title: '#', cell: ({ rank }) => rank ?? '' },
                { name: 'offer', title: words.offers, isHead: true, cell: ({ offer }) => offer.name },
                {
                  name: 'worth',
                  title: words.worth,
                  isFigure: true,
                  cell: ({ netBenefit }) => <Figure value={netBenefit} unit="CNY" />,
                },
                { name: 'gate', title: words.gate, cell: ({ stoppedAt }) => (stoppedAt ? gates[stoppedAt] : '') },
                { name: 'reason', title: words.reason, cell: ({ reason, pitch }) => pitch ?? reason },
              ]}
            />
          )}
        </Await>
      )}
    </Panel>
  );
}
