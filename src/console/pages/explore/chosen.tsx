import { Select } from '../../controls/choice.tsx';
import { useWords } from '../../words/use-words.ts';
import styles from './explore.module.css';
import { exploreWords } from './explore-words.ts';

interface ChosenProps<Code extends string> {
  readonly name: string;
  readonly chosen: readonly Code[];
  readonly all: readonly { readonly code: Code; readonly name: string }[];
  readonly onChange: (next: readonly Code[]) => void;
  /** So many stay. */
  readonly least?: number;
}

/** Several of many: each can be taken off again. */
export function Chosen<Code extends string>({ name, chosen, all, onChange, least = 0 }: ChosenProps<Code>) {
  const words = useWords(exploreWords);
  const nameOf = (code: Code) => all.find((each) => each.code === code)?.name ?? code;
  const others = all.filter(({ code }) => !chosen.includes(code));
  return (
    <div className={styles.line}>
      <span className={styles.what}>{name}</span>
      {chosen.map((code) => (
        <span key={code} className={styles.chip}>
          {nameOf(code)}
          {chosen.length > least && (
            <button
              type="button"
              aria-label={words.takeOff(nameOf(code))}
              onClick={() => onChange(chosen.filter((each) => each !== code))}
            >
              ×
            </button>
          )}
        </span>
      ))}
      <Select
        name={`${words.add} ${name}`}
        value=""
        onChange={(code) => code !== '' && onChange([...chosen, code as Code])}
        options={[
          { value: '', name: words.add },
          ...others.map(({ code, name: each }) => ({ value: code as string, name: each })),
        ]}
      />
    </div>
  );
}
