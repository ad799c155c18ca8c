import { type ReactNode, useEffect, useState } from 'react';
import type { Failure } from '../graph/failure.ts';
import type { Answer } from '../graph/use-graph.ts';
import { useLocale } from '../settings/settings.ts';
import { useWords } from '../words/use-words.ts';
import styles from './await.module.css';
import { awaitWords } from './await-words.ts';

interface AwaitProps<Data, Part> {
  readonly answer: Answer<Data>;
  /** The part that is shown; null where it failed. */
  readonly of: (data: Data) => Part | null | undefined;
  /** Fields of the answer that the part is made of: what failed of others is told elsewhere. Without them all are; none: only what failed as a whole. */
  readonly fields?: readonly (keyof Data & string)[];
  /** What is null in it says something: where any of it failed, nothing of it is shown. */
  readonly isWhole?: boolean;
  readonly children: (part: Part) => ReactNode;
  /** Lines that stand there while it loads. */
  readonly lines?: number;
}

/**
 * Shows a part of an answer, or its state: loading, failed, not allowed, busy. What is missing in a part for having failed is told below it. While it
 * is asked anew the one before stays, paler.
 */
export function Await<Data, Part>({ answer, of, fields, isWhole = false, children, lines = 4 }: AwaitProps<Data, Part>) {
  const { data, isLoading, again } = answer;
  const failures = answer.failures.filter(({ path: [first] }) => isOneOf(first, fields));
  const missing = failures.find(({ code }) => code !== 'FORBIDDEN');
  const part = data === undefined || data === null || (isWhole && failures.length > 0) ? null : of(data);
  if (part !== null && part !== undefined)
    return (
      <div className={isLoading ? styles.stale : undefined} aria-busy={isLoading}>
        {children(part)}
        {missing && <Failed failure={missing} again={again} />}
      </div>
    );
  if (isLoading) return <Loading lines={lines} />;
  if (failures[0]) return <Failed failure={failures[0]} again={again} />;
  return <Empty />;
}

/** What failed as a whole is of every part. */
const isOneOf = (field: string | number | undefined, fields: readonly string[] | undefined): boolean =>
  field === undefined || fields === undefined || fields.includes(String(field));

export function Loading({ lines }: { readonly lines: number }) {
  const words = useWords(awaitWords);
  return (
    <div className={styles.loading} role="status" data-loading="yes">
      <span className="only-read">{words.loading}</span>
      {Array.from({ length: lines }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same
        <span key={index} className={styles.line} aria-hidden="true" />
      ))}
    </div>
  );
}

/** What there is nothing of, and perhaps what to do. */
export function Empty({ children }: { readonly children?: ReactNode }) {
  const words = useWords(awaitWords);
  return <p className={styles.empty}>{children ?? words.nothing}</p>;
}

/** An error in the reader's words, the gateway's own, which are English, below it, and the id that its log knows it by. */
export function Failed({ failure, again }: { readonly failure: Failure; readonly again?: () => void }) {
  const words = useWords(awaitWords);
  const isEnglish = useLocale() === 'EN';
  const { code, message, requestId, retryAfterMs } = failure;
  const title = code in awaitWords ? (words[code as keyof typeof awaitWords] as string) : words.INTERNAL;
  const isRight = code === 'FORBIDDEN';
  return (
    <div className={styles.failed} role={isRight ? 'note' : 'alert'} data-code={code}>
      <strong>{title}</strong>
      {/* Of what he may not see a narrow viewer is told no names. */}
      {!isRight && isEnglish && <p className={styles.message}>{message}</p>}
      {!isRight && !isEnglish && message && (
        <details className={styles.message}>
          <summary>{words.inEnglish}</summary>
          <p lang="en">{message}</p>
        </details>
      )}
      {retryAfterMs !== null && again && <Countdown ms={retryAfterMs} again={again} />}
      <p className={styles.foot}>
        {again && !isRight && (
          <button type="button" className={styles.again} onClick={again}>
            {words.again}
          </button>
        )}
        {requestId && !isRight && (
          <span>
            {words.requestId} <code>{requestId}</code>
          </span>
        )}
      </p>
    </div>
  );
}

/** Asks again by itself when the gateway said that it may. */
function Countdown({ ms, again }: { readonly ms: number; readonly again: () => void }) {
  const words = useWords(awaitWords);
  const [left, setLeft] = useState(Math.ceil(ms / 1000));
  useEffect(() => {
    if (left <= 0) return again();
    const timer = setTimeout(() => setLeft(left - 1), 1000);
    return () => clearTimeout(timer);
  }, [left, again]);
  return <p>{words.inSeconds(left)}</p>;
}
