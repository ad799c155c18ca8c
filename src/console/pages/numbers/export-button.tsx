import { useState } from 'react';
import { Button, LinkButton } from '../../controls/button.tsx';
import { Failed } from '../../figures/await.tsx';
import { ExportNumbersDocument } from '../../graph/documents.ts';
import { useChange } from '../../graph/use-graph.ts';
import { useMonth } from '../../view/month.tsx';
import { useStart } from '../../view/start.tsx';
import { useLinks, useView } from '../../view/use-view.ts';
import { useWords } from '../../words/use-words.ts';
import { numbersWords } from './numbers-words.ts';

/** Has all columns of all the numbers written into a file, which is then among the files. */
export function ExportButton() {
  const words = useWords(numbersWords);
  const linkTo = useLinks();
  const { may } = useStart();
  const slice = useView().get('slice');
  const month = useMonth();
  const [isDone, setDone] = useState(false);
  const { change, isRunning, failures } = useChange(ExportNumbersDocument);
  if (!may('EXPORT')) return null;
  if (isDone)
    return (
      <span role="status">
        {words.exported} <LinkButton href={linkTo('/files')}>{words.openFiles}</LinkButton>
      </span>
    );
  const start = async () => {
    const what = slice ? { slice } : { everybody: true, month };
    const { data } = await change({ input: { what: 'NUMBERS', format: 'CSV', bom: true, ...what } });
    if (data) setDone(true);
  };
  return (
    <>
      <Button onClick={() => void start()} isDisabled={isRunning}>
        {words.export}
      </Button>
      {failures[0] && <Failed failure={failures[0]} />}
    </>
  );
}
