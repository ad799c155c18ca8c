import { Button } from '../../controls/button.tsx';
import { Chip } from '../../controls/chip.tsx';
import { Failed } from '../../figures/await.tsx';
import { useFormat } from '../../format/use-format.ts';
import { type HappenedFragment, RemoveAnnotationDocument } from '../../graph/documents.ts';
import { useChange } from '../../graph/use-graph.ts';
import { useStart } from '../../view/start.tsx';
import { useWords } from '../../words/use-words.ts';
import styles from './why.module.css';
import { whyWords } from './why-words.ts';

interface HappenedProps {
  readonly all: readonly HappenedFragment[];
  /** Given where one's own may be taken away: what is to be asked anew then. */
  readonly onRemoved?: () => void;
}

/** What is said to have happened, each once, the newest first; nothing where nothing is said. */
export function Happened({ all, onRemoved }: HappenedProps) {
  const words = useWords(whyWords);
  const format = useFormat();
  const { me, may } = useStart();
  const remove = useChange(RemoveAnnotationDocument);
  const once = [...new Map(all.map((each) => [each.id, each])).values()].sort((one, other) => (one.from < other.from ? 1 : -1));
  if (once.length === 0) return null;
  const [failure] = remove.failures;
  return (
    <>
      {failure && <Failed failure={failure} />}
      <ul className={styles.happened} aria-label={words.happened}>
        {once.map(({ id, kind, from, until, text, createdBy }) => (
          <li key={id}>
            <Chip tone="neutral">{words[kind]}</Chip> {text}{' '}
            <span>{from === until ? format.day(from) : words.fromTo(format.day(from), format.day(until))}</span>
            {onRemoved && createdBy === me.subject && may('ANNOTATE') && (
              <Button
                kind="quiet"
                isDisabled={remove.isRunning}
                onClick={() => void remove.change({ id }).then(({ data }) => data && onRemoved())}
              >
                {words.takeAway}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
