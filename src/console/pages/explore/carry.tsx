import { useState } from 'react';
import { Button, LinkButton } from '../../controls/button.tsx';
import { Failed } from '../../figures/await.tsx';
import { ExportAnalysisDocument } from '../../graph/documents.ts';
import { useChange } from '../../graph/use-graph.ts';
import { useStart } from '../../view/start.tsx';
import { useLinks } from '../../view/use-view.ts';
import { common } from '../../words/common.ts';
import { useWords } from '../../words/use-words.ts';
import { exploreWords } from './explore-words.ts';
import { inputOf, type Question, reportOf } from './use-question.ts';

/** What can be done with a question: a file of all its rows, or a report of one's own. */
export function Carry({ question, slice }: { readonly question: Question; readonly slice: string | null }) {
  const words = useWords(exploreWords);
  const names = useWords(common);
  const { may } = useStart();
  const linkTo = useLinks();
  const { change, isRunning, failures } = useChange(ExportAnalysisDocument);
  const [isExported, setExported] = useState(false);
  const [isCopied, setCopied] = useState(false);
  const start = async () => {
    const { data } = await change({ input: { what: 'ANALYSIS', format: 'CSV', bom: true, analysis: inputOf(question, slice) } });
    setExported(Boolean(data));
  };
  const copy = async () => {
    await navigator.clipboard.writeText(reportOf(question));
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  return (
    <>
      <Button onClick={() => void copy()} title={words.reportNote}>
        {isCopied ? names.copied : words.asReport}
      </Button>
      {may('EXPORT') && !isExported && (
        <Button onClick={() => void start()} isDisabled={isRunning}>
          {words.export}
        </Button>
      )}
      {isExported && (
        <span role="status">
          {words.exported} <LinkButton href={linkTo('/files')}>{names.files}</LinkButton>
        </span>
      )}
      {failures[0] && <Failed failure={failures[0]} />}
    </>
  );
}
