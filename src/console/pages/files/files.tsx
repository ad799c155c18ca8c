import { useEffect } from 'react';
import { Page } from '../../controls/page.tsx';
import { Panel } from '../../controls/panel.tsx';
import { Await, Empty } from '../../figures/await.tsx';
import { FilesDocument } from '../../graph/documents.ts';
import { useGraph } from '../../graph/use-graph.ts';
import { NextPage } from '../../view/next-page.tsx';
import { useStart } from '../../view/start.tsx';
import { useView } from '../../view/use-view.ts';
import { common } from '../../words/common.ts';
import { useWords } from '../../words/use-words.ts';
import { FileTable } from './file-table.tsx';
import { filesWords } from './files-words.ts';
import { NewFile } from './new-file.tsx';
import { Sets } from './sets.tsx';

/** While files are being written they are looked at so often; else before their links, which hold for five minutes, are over. */
const [soon, later] = [1500, 240_000];

/** The viewer's own files, how far they are, and a plain link to each. */
export function Files() {
  const words = useWords(filesWords);
  const names = useWords(common);
  const { may, sees } = useStart();
  const view = useView();
  const answer = useGraph(FilesDocument, { after: view.get('after') });
  const { again, data } = answer;
  const jobs = data?.exportJobs?.nodes;
  const isWriting = jobs?.some(({ status }) => status === 'QUEUED' || status === 'RUNNING') ?? false;
  useEffect(() => {
    const timer = setInterval(again, isWriting ? soon : later);
    return () => clearInterval(timer);
  }, [again, isWriting]);
  const slice = view.get('slice');
  return (
    <Page title={names.files} lead={words.lead}>
      {slice && may('EXPORT') && sees(3) && <NewFile key={slice} slice={slice} again={again} />}
      {may('MAKE_SETS') && sees(3) && <Sets />}
      <Panel title={names.files} isFlush>
        <Await answer={answer} of={({ exportJobs }) => exportJobs}>
          {({ nodes, pageInfo }) => (
            <>
              {nodes.length === 0 ? <Empty>{words.empty}</Empty> : <FileTable files={nodes} again={again} />}
              <NextPage of={pageInfo}>{words.more}</NextPage>
            </>
          )}
        </Await>
      </Panel>
    </Page>
  );
}
