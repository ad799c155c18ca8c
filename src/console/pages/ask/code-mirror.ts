import { json } from '@codemirror/lang-json';
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorState } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { graphql, updateSchema } from 'cm6-graphql';
import { basicSetup } from 'codemirror';
import { buildClientSchema, type IntrospectionQuery } from 'graphql';

interface Options {
  readonly label: string;
  readonly language: 'graphql' | 'json';
  readonly value: string;
  readonly isReadOnly: boolean;
  readonly onChange: (text: string) => void;
  readonly run: () => void;
}

const theme = EditorView.theme({
  '&': { height: '100%', color: 'var(--text)', backgroundColor: 'var(--surface)', fontSize: '12px' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '18px' },
  '.cm-gutters': { color: 'var(--text-soft)', backgroundColor: 'var(--sunken)', borderRight: '1px solid var(--line)' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--sunken)' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '&.cm-focused': { outline: '2px solid var(--focus)', outlineOffset: '-2px' },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground': { backgroundColor: 'var(--accent-soft) !important' },
  '.cm-tooltip': { color: 'var(--text)', backgroundColor: 'var(--raised)', border: '1px solid var(--line-strong)' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { color: 'var(--on-accent)', backgroundColor: 'var(--accent)' },
});

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.definitionKeyword], color: 'var(--series-5)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--series-3)' },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: 'var(--series-2)' },
  { tag: [tags.propertyName, tags.variableName, tags.typeName], color: 'var(--series-1)' },
  { tag: tags.comment, color: 'var(--text-soft)' },
]);

/** An editor in a shadow tree. `setSchema`: what it completes from. */
export function openCodeMirror(root: ShadowRoot, { label, language, value, isReadOnly, onChange, run }: Options) {
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: value,
      extensions: [
        keymap.of([
          {
            key: 'Mod-Enter',
            run: () => {
              run();
              return true;
            },
          },
        ]),
        basicSetup,
        theme,
        syntaxHighlighting(colours),
        language === 'json' ? json() : graphql(),
        EditorState.readOnly.of(isReadOnly),
        EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) onChange(update.state.doc.toString());
        }),
      ],
    }),
  });
  return {
    setValue(text: string) {
      if (text !== view.state.doc.toString()) view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
    },
    setSchema(introspection: unknown) {
      if (language === 'graphql') updateSchema(view, buildClientSchema(introspection as IntrospectionQuery));
    },
    close: () => view.destroy(),
  };
}

export { getIntrospectionQuery } from 'graphql';
