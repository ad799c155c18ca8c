import { useParams } from 'wouter';
import { OneCustomerDocument } from '../../graph/documents.ts';
import { useGraph } from '../../graph/use-graph.ts';
import { useLocale } from '../../settings/settings.ts';
import { useView } from '../../view/use-view.ts';
import { useWords } from '../../words/use-words.ts';
import { PartyPage } from './party-page.tsx';
import { partyWords } from './party-words.ts';

export function OneCustomer() {
  const words = useWords(partyWords);
  const locale = useLocale();
  const view = useView();
  const id = decodeURIComponent(useParams<{ id: string }>().id);
  const answer = useGraph(OneCustomerDocument, { id, month: view.get('month'), locale });
  const { customerType, industry, accountManagerId } = answer.data?.party ?? {};
  return (
    <PartyPage
      title={words.customer(answer.data?.party?.key ?? id)}
      answer={answer}
      facts={{ customerType, industry, accountManagerId }}
    />
  );
}
