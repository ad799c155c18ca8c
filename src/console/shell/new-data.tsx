import { useEffect, useSyncExternalStore } from 'react';
import { Button } from '../controls/button.tsx';
import { askServing } from '../graph/client.ts';
import { currentPin, listenToPin, noteServing } from '../graph/pin.ts';
import { useStart } from '../view/start.tsx';
import { useWords } from '../words/use-words.ts';
import styles from './new-data.module.css';
import { shellWords } from './shell-words.ts';

/** How often it is asked whether new data serve; and when somebody comes back to the page. */
const everyMs = 300_000;

/** Says that new data are there, and takes them when the reader wants it: nothing is swapped under his eyes. */
export function NewData() {
  const words = useWords(shellWords);
  const { session } = useStart();
  const { newer } = useSyncExternalStore(listenToPin, currentPin);
  useEffect(() => {
    const look = async () => {
      if (document.hidden) return;
      const id = await askServing(session);
      if (id) noteServing(id);
    };
    const timer = setInterval(look, everyMs);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, [session]);
  if (!newer) return null;
  return (
    <div className={styles.bar} role="status" data-screen-only>
      {words.newData}
      <Button kind="quiet" onClick={takeNewest}>
        {words.takeNew}
      </Button>
    </div>
  );
}

/** The page as it is, answered anew from what serves now. */
function takeNewest(): void {
  const url = new URL(location.href);
  url.searchParams.delete('generation');
  location.replace(url);
}
