import { useFormat } from '../format/use-format.ts';
import { useMonth } from '../view/month.tsx';
import { useStart } from '../view/start.tsx';
import { useWords } from '../words/use-words.ts';
import { shellWords } from './shell-words.ts';

/** What paper must say of itself: the month, and from which data it is. */
export function Printed() {
  const words = useWords(shellWords);
  const format = useFormat();
  const { generation } = useStart();
  return (
    <p className="only-printed">
      martlet · {format.month(useMonth())} · {words.dataOf(format.day(generation.dataDate))} · {words.generation(generation.id)}
    </p>
  );
}
