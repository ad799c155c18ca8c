import { useParams } from 'wouter';
import { OneHouseholdDocument } from '../../graph/documents.ts';
import { useGraph } from '../../graph/use-graph.ts';
import { useLocale } from '../../settings/settings.ts';
import { useView } from '../../view/use-view.ts';
import { useWords } from '../../words/use-words.ts';
import { PartyPage } from './party-page.tsx';
import { partyWords } from './party-words.ts';

export function OneHousehold() {
  const words = useWords(partyWords);
  const locale = useLocale();
  const view = useView();
  const id = decodeURIComponent(useParams<{ id: string }>().id);
  const answer = useGraph(OneHouseholdDocument, { id, month: view.get('month'), locale });
  const { hasBroadband, hasIptv, hasFamilyNet } = answer.data?.party ?? {};
  return (
    <PartyPage
      title={words.household(answer.data?.party?.key ?? id)}
      answer={answer}
      facts={{ hasBroadband, hasIptv, hasFamilyNet }}
    />
  );
}
