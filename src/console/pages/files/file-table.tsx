import { Button } from '../../controls/button.tsx';
import { Chip, type Tone } from '../../controls/chip.tsx';
import { Table } from '../../controls/table.tsx';
import { useFormat } from '../../format/use-format.ts';
import { CancelExportDocument, type ExportStatus, type FilesQuery } from '../../graph/documents.ts';
import { useChange } from '../../graph/use-graph.ts';
import { useMoments } from '../../view/use-moments.ts';
import { common } from '../../words/common.ts';
import { useWords } from '../../words/use-words.ts';
import styles from './files.module.css';
import { fileStatusWords, filesWords } from './files-words.ts';

export type File = NonNullable<FilesQuery['exportJobs']>['nodes'][number];

const tones: Readonly<Record<ExportStatus, Tone>> = {
  QUEUED: 'neutral',
  RUNNING: 'accent',
  DONE: 'good',
  FAILED: 'bad',
  CANCELLED: 'neutral',
  EXPIRED: 'neutral',
};

export function FileTable({ files, again }: { readonly files: readonly File[]; readonly again: () => void }) {
  const words = useWords(filesWords);
  const names = useWords(common);
  const states = useWords(fileStatusWords);
  const format = useFormat();
  const moments = useMoments();
  const { change, isRunning } = useChange(CancelExportDocument);
  const cancel = async (id: string) => {
    await change({ id });
    again();
  };
  return (
    <Table<File>
      caption={names.files}
      rows={files}
      keyOf={({ id }) => id}
      columns={[
        { name: 'file', title: words.file, isHead: true, cell: ({ fileName }) => fileName },
        {
          name: 'status',
          title: words.status,
          cell: ({ status, progress, error }) => (
            <span className={styles.status}>
              <Chip tone={tones[status]}>{states[status]}</Chip>
              {status === 'RUNNING' && (
                <progress value={progress} aria-label={states.RUNNING}>
                  {format.share(progress)}
                </progress>
              )}
              {error && <span className={styles.error}>{error}</span>}
            </span>
          ),
        },
        { name: 'rows', title: words.rows, isFigure: true, cell: ({ rows }) => (rows === null ? '–' : format.count(rows)) },
        { name: 'bytes', title: words.size, isFigure: true, cell: ({ bytes }) => (bytes === null ? '–' : format.bytes(bytes)) },
        { name: 'asked', title: words.asked, cell: ({ createdAt }) => moments.text(createdAt) },
        { name: 'until', title: words.until, cell: ({ expiresAt }) => (expiresAt ? moments.text(expiresAt) : '–') },
        {
          name: 'sha',
          title: words.sha,
          cell: ({ sha256 }) => (sha256 ? <code title={sha256}>{sha256.slice(0, 12)}</code> : '–'),
        },
        {
          name: 'take',
          title: '',
          cell: ({ id, link, status, fileName }) => (
            <>
              {link && (
                <a className={styles.download} href={link} download={fileName}>
                  {words.download}
                </a>
              )}
              {['QUEUED', 'RUNNING'].includes(status) && (
                <Button kind="quiet" isDisabled={isRunning} onClick={() => void cancel(id)}>
                  {words.cancel}
                </Button>
              )}
            </>
          ),
        },
      ]}
    />
  );
}
