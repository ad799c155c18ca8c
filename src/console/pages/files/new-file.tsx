import { useState } from 'react';
import { Button } from '../../controls/button.tsx';
import { Switch } from '../../controls/choice.tsx';
import { Panel } from '../../controls/panel.tsx';
import { Failed } from '../../figures/await.tsx';
import { type ExportFormat, StartExportDocument } from '../../graph/documents.ts';
import type { Failure } from '../../graph/failure.ts';
import { useChange } from '../../graph/use-graph.ts';
import { useView } from '../../view/use-view.ts';
import { useWords } from '../../words/use-words.ts';
import styles from './files.module.css';
import { filesWords } from './files-words.ts';

const formats: readonly ExportFormat[] = ['CSV', 'PARQUET', 'NDJSON'];

/** Has the numbers of the slice written into a file. */
export function NewFile({ slice, again }: { readonly slice: string; readonly again: () => void }) {
  const words = useWords(filesWords);
  const view = useView();
  const { change, isRunning } = useChange(StartExportDocument);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [key, setKey] = useState(() => crypto.randomUUID());
  const format = formats.find((each) => each === view.get('format')) ?? 'CSV';
  const start = async () => {
    // Spreadsheets take a file with a mark at its beginning for what it is: Chinese in UTF-8.
    const input = { what: 'NUMBERS', slice, format, bom: format === 'CSV', idempotencyKey: key } as const;
    const { data, failures } = await change({ input });
    setFailure(failures[0] ?? null);
    if (data) setKey(crypto.randomUUID());
    again();
  };
  return (
    <Panel title={words.newFile}>
      <div className={styles.line}>
        <Switch
          name={words.format}
          value={format}
          options={formats.map((value) => ({ value, name: value }))}
          onChange={(value) => view.set({ format: value })}
        />
        <Button kind="main" isDisabled={isRunning} onClick={() => void start()}>
          {words.start}
        </Button>
      </div>
      {failure && <Failed failure={failure} />}
    </Panel>
  );
}
