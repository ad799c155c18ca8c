import { type ReactNode, useRef, useState } from 'react';
import { Button } from '../controls/button.tsx';
import { common } from '../words/common.ts';
import { useWords } from '../words/use-words.ts';
import styles from './charts.module.css';
import { copyPicture } from './copy-picture.ts';

interface CopyableProps {
  /** What it shows: the picture's heading and the file's name. */
  readonly name: string;
  readonly children: ReactNode;
}

/** A picture with a way to take it along. */
export function Copyable({ name, children }: CopyableProps) {
  const words = useWords(common);
  const picture = useRef<HTMLDivElement>(null);
  const [came, setCame] = useState<'copied' | 'saved' | null>(null);
  const copy = async () => {
    setCame(await copyPicture(picture.current!, name));
    setTimeout(() => setCame(null), 2000);
  };
  return (
    <>
      <div ref={picture}>{children}</div>
      <div className={styles.take} data-screen-only>
        <Button kind="quiet" onClick={() => void copy()}>
          {words.asPicture}
          <span className="only-read"> {name}</span>
        </Button>
        <span role="status">{came && words[came]}</span>
      </div>
    </>
  );
}
