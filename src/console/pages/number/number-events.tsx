import { outcomeWords, sceneWords } from '../../channels/channel-words.ts';
import { Panel } from '../../controls/panel.tsx';
import { Table } from '../../controls/table.tsx';
import { Empty } from '../../figures/await.tsx';
import { useFormat } from '../../format/use-format.ts';
import { useMoments } from '../../view/use-moments.ts';
import { useWords } from '../../words/use-words.ts';
import type { OneNumberData } from './facts.tsx';
import { numberWords } from './number-words.ts';

/** What happened to the number, the newest first. */
export function NumberEvents({ events }: { readonly events: OneNumberData['events'] }) {
  const words = useWords(numberWords);
  const format = useFormat();
  return (
    <Panel title={words.events} isFlush>
      {events.length === 0 ? (
        <Empty>{words.noEvents}</Empty>
      ) : (
        <Table
          caption={words.events}
          rows={[...events].reverse()}
          keyOf={(_, index) => index}
          columns={[
            { name: 'on', title: words.day, cell: ({ on }) => format.day(on) },
            { name: 'type', title: words.events, isHead: true, cell: ({ type }) => words[type] },
            { name: 'what', title: words.detail, cell: ({ offerId, channelId }) => offerId ?? channelId ?? '' },
          ]}
        />
      )}
    </Panel>
  );
}

/** Who contacted it about what, and what came of it. */
export function NumberContacts({ contacts }: { readonly contacts: OneNumberData['contacts'] }) {
  const words = useWords(numberWords);
  const scenes = useWords(sceneWords);
  const outcomes = useWords(outcomeWords);
  const moments = useMoments();
  return (
    <Panel title={words.contacts} isFlush>
      {contacts.length === 0 ? (
        <Empty>{words.noContacts}</Empty>
      ) : (
        <Table
          caption={words.contacts}
          rows={contacts}
          keyOf={(_, index) => index}
          columns={[
            { name: 'at', title: words.day, cell: ({ at }) => moments.day(at) },
            { name: 'offer', title: words.offers, isHead: true, cell: ({ offer }) => offer.name },
            { name: 'scene', title: words.scene, cell: ({ scene }) => scenes[scene] },
            { name: 'outcome', title: words.outcome, cell: ({ outcome }) => outcomes[outcome] },
          ]}
        />
      )}
    </Panel>
  );
}
