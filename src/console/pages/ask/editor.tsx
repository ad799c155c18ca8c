import { useEffect, useRef } from 'react';
import styles from './ask.module.css';

interface EditorProps {
  readonly label: string;
  readonly value: string;
  readonly language: 'graphql' | 'json';
  readonly onChange?: (value: string) => void;
  /** Ctrl + Enter. */
  readonly run?: () => void;
  /** For completion; as introspection tells it. */
  readonly schema?: unknown;
}

/**
 * CodeMirror in a shadow tree: its style sheets are then adopted ones, which the content policy lets in, where it would refuse elements of
 * style in the page.
 */
export function Editor({ label, value, language, onChange, run, schema }: EditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const handlers = useRef({ onChange, run });
  handlers.current = { onChange, run };
  const editor = useRef<{ setValue(value: string): void; setSchema(schema: unknown): void } | null>(null);
  const first = useRef({ value, schema });
  first.current = { value, schema };
  useEffect(() => {
    const element = host.current!;
    const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' });
    let isGone = false;
    let close = () => {};
    void import('./code-mirror.ts').then(({ openCodeMirror }) => {
      if (isGone) return;
      const opened = openCodeMirror(root, {
        label,
        language,
        value: first.current.value,
        isReadOnly: handlers.current.onChange === undefined,
        onChange: (text) => handlers.current.onChange?.(text),
        run: () => handlers.current.run?.(),
      });
      if (first.current.schema) opened.setSchema(first.current.schema);
      editor.current = opened;
      close = opened.close;
    });
    return () => {
      isGone = true;
      editor.current = null;
      close();
    };
  }, [label, language]);
  useEffect(() => editor.current?.setValue(value), [value]);
  useEffect(() => {
    if (schema) editor.current?.setSchema(schema);
  }, [schema]);
  return <div ref={host} className={styles.editor} data-language={language} />;
}
