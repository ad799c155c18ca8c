import { useState } from 'react';
import { useClient } from 'urql';
import { Button, LinkButton } from '../controls/button.tsx';
import { Await } from '../figures/await.tsx';
import { useFormat } from '../format/use-format.ts';
import { SliceInfoDocument, type SliceInfoQuery } from '../graph/documents.ts';
import { useGraph } from '../graph/use-graph.ts';
import { useStart } from '../view/start.tsx';
import { useLinks, useView } from '../view/use-view.ts';
import { common } from '../words/common.ts';
import { useWords } from '../words/use-words.ts';
import { CopyAs } from './copy-as.tsx';
import { shellWords } from './shell-words.ts';
import styles from './slice-bar.module.css';
import { sliceTerms, withoutTerm } from './slice-terms.ts';

type Info = NonNullable<SliceInfoQuery['slice']>;

/** On every page that has a slice: what it is in words, how many numbers it holds, and what can be done with it. */
export function SliceBar() {
  const view = useView();
  const slice = view.get('slice');
  if (!slice) return null;
  return <SliceOf key={slice} slice={slice} />;
}

function SliceOf({ slice }: { readonly slice: string }) {
  const words = useWords(shellWords);
  const { locale } = useFormat();
  const told = useStart().toldOf(slice);
  const asked = useGraph(SliceInfoDocument, { slice, locale }, { pause: told !== null });
  const answer = told ? { ...asked, data: { slice: told }, isLoading: false } : asked;
  const view = useView();
  return (
    <section className={styles.bar} aria-label={words.slice}>
      <Await answer={answer} of={(data) => data.slice} lines={1}>
        {(info) => <Told info={info} slice={slice} />}
      </Await>
      <Button kind="quiet" onClick={() => view.set({ slice: null }, true)} title={words.dropSlice}>
        <span aria-hidden="true">×</span>
        <span className="only-read">{words.dropSlice}</span>
      </Button>
    </section>
  );
}

function Told({ info, slice }: { readonly info: Info; readonly slice: string }) {
  const words = useWords(shellWords);
  const names = useWords(common);
  const format = useFormat();
  const { sees, may } = useStart();
  const linkTo = useLinks();
  return (
    <div className={styles.told}>
      <span className={styles.kind}>{words.slice}</span>
      <strong className={styles.words}>{info.words}</strong>
      {info.followed && <span className={styles.soft}>⊂ {info.followed.words}</span>}
      {info.stale && <span className={styles.warn}>{words.staleSlice}</span>}
      {info.count !== null && info.count !== undefined && (
        <span className={styles.count}>{words.countOf(format.count(info.count))}</span>
      )}
      <Terms info={info} />
      <span className={styles.actions} data-screen-only>
        {sees(3) && (
          <LinkButton kind="quiet" href={linkTo('/numbers', { slice })}>
            {names.seeNumbers}
          </LinkButton>
        )}
        {may('MAKE_LISTS') && (
          <LinkButton kind="quiet" href={linkTo('/lists', { slice, ...goalOf(info) })}>
            {names.makeList}
          </LinkButton>
        )}
        <CopyAs slice={slice} />
      </span>
    </div>
  );
}

/** The figure that the slice was taken from, where that is a node of a tree: a list of it is to change that. */
const goalOf = ({ nodes }: Info) => (nodes.length === 1 ? { measure: 'NUMBERS', node: nodes[0] } : {});

/** Its terms, each of which can be taken off: the slice without it is asked of the gateway, which alone makes slices. */
function Terms({ info }: { readonly info: Info }) {
  const words = useWords(shellWords);
  const { dimensions } = useStart();
  const view = useView();
  const client = useClient();
  const [isBusy, setBusy] = useState(false);
  const terms = sliceTerms(info);
  if (terms.length < 2) return null;
  // Fields of a filter are called as their dimensions are; a node by its own part of its path.
  const nameOf = (term: string) =>
    dimensions.find(({ code }) => code === term.replace(/[A-Z]/g, '_$&').toUpperCase())?.name ?? term.split('.').at(-1)!;
  const drop = async (name: string) => {
    setBusy(true);
    const slice = await withoutTerm(client, info, name);
    setBusy(false);
    if (slice) view.set({ slice }, true);
  };
  return terms.map((name) => (
    <button
      key={name}
      type="button"
      data-screen-only
      className={styles.chip}
      disabled={isBusy}
      title={words.dropTerm(nameOf(name))}
      onClick={() => void drop(name)}
    >
      {nameOf(name)} <span aria-hidden="true">×</span>
    </button>
  ));
}
