import { outcomeWords, sceneWords } from '../../channels/channel-words.ts';
import { Panel } from '../../controls/panel.tsx';
import { Table } from '../../controls/table.tsx';
import { Await, Empty } from '../../figures/await.tsx';
import { useFormat } from '../../format/use-format.ts';
import type { ContactOfNumberFragment, OneNumberQuery } from '../../graph/documents.ts';
import type { Answer } from '../../graph/use-graph.ts';
import { useMoments } from '../../view/use-moments.ts';
import { useWords } from '../../words/use-words.ts';
import { numberWords } from './number-words.ts';

/** What happened to the number, the newest first. */
export function NumberEvents({ events }: { readonly events: NonNullable<OneNumberQuery['events']>['events'] }) {
  const words = useWords(numberWords);
  const format = useFormat();
  if (events.length === 0) return <Empty>{words.noEvents}</Empty>;
  return (
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
  );
}

type Contacts = readonly ContactOfNumberFragment[];

/** Who contacted a number, or the numbers of a customer or household, about what, and what came of it. */
export function NumberContacts({
  answer,
}: {
  readonly answer: Answer<{ readonly contacts: { readonly contacts: Contacts } | null }>;
}) {
  const words = useWords(numberWords);
  return (
    <Panel title={words.contacts} isFlush>
      <Await answer={answer} fields={['contacts']} of={(found) => found.contacts?.contacts}>
        {(contacts) => <ContactTable contacts={contacts} />}
      </Await>
    </Panel>
  );
}

function ContactTable({ contacts }: { readonly contacts: Contacts }) {
  const words = useWords(numberWords);
  const scenes = useWords(sceneWords);
  const outcomes = useWords(outcomeWords);
  const moments = useMoments();
  if (contacts.length === 0) return <Empty>{words.noContacts}</Empty>;
  return (
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
  );
}
