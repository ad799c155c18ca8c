import { useState } from 'react';
import { matchRoute, Redirect, Route, Switch, useRouter } from 'wouter';
import { Empty, Failed, Loading } from '../figures/await.tsx';
import {
  StartDocument,
  type StartQuery,
  StartWithSliceDocument,
  type StartWithSliceQuery,
  type TypedDocumentString,
} from '../graph/documents.ts';
import type { Session } from '../graph/session.ts';
import { useGraph } from '../graph/use-graph.ts';
import { useLocale } from '../settings/settings.ts';
import { ProvideStart, useStart } from '../view/start.tsx';
import { useWords } from '../words/use-words.ts';
import styles from './app.module.css';
import { useKeptFocus } from './kept-focus.ts';
import { Keys } from './keys.tsx';
import { Menu } from './menu.tsx';
import { NewData } from './new-data.tsx';
import { Opened } from './opened.tsx';
import { mayOpen, type PageEntry, pages } from './pages.ts';
import { Printed } from './printed.tsx';
import { Search } from './search.tsx';
import { shellWords } from './shell-words.ts';
import { SliceBar } from './slice-bar.tsx';

/** The console: menu, slice bar and the page that the URL names. */
export function App({ session }: { readonly session: Session }) {
  const locale = useLocale();
  const { parser } = useRouter();
  // The page's code comes while the gateway is asked who looks, not after.
  useState(() => pages.find(({ pattern }) => matchRoute(parser, pattern, location.pathname)[0])?.load());
  const [slice] = useState(() => new URLSearchParams(location.search).get('slice'));
  // They differ in what they know of the slice.
  const document = (slice ? StartWithSliceDocument : StartDocument) as TypedDocumentString<
    StartWithSliceQuery | StartQuery,
    object
  >;
  const start = useGraph(document, slice ? { slice, locale } : {});
  if (!start.data)
    return (
      <main className={styles.before}>
        {start.failures[0] ? <Failed failure={start.failures[0]} again={start.again} /> : <Loading lines={3} />}
      </main>
    );
  return (
    <ProvideStart data={start.data} session={session} slice={slice}>
      <Frame />
    </ProvideStart>
  );
}

function Frame() {
  const words = useWords(shellWords);
  useKeptFocus();
  return (
    <div className={styles.frame}>
      <a data-screen-only className={styles.skip} href="#main">
        {words.skip}
      </a>
      <Menu />
      <div className={styles.column}>
        <Printed />
        <NewData />
        <SliceBar />
        <main id="main" className={styles.main} tabIndex={-1}>
          <Switch>
            {pages.map((page) => (
              <Route key={page.pattern} path={page.pattern}>
                <Allowed page={page} />
              </Route>
            ))}
            <Route>
              <Empty>{words.noPage}</Empty>
            </Route>
          </Switch>
        </main>
      </div>
      <Search />
      <Keys />
    </div>
  );
}

/** A page that the viewer may not open says so, and nothing else; who may not see the first one begins with his own first. */
function Allowed({ page }: { readonly page: PageEntry }) {
  const start = useStart();
  if (mayOpen(page, start)) return <Opened page={page} />;
  const first = page.pattern === '/' && pages.find((each) => each.menu && mayOpen(each, start));
  if (first) return <Redirect to={first.pattern.replace(/\/:.*/, '')} replace />;
  return <Failed failure={{ code: 'FORBIDDEN', message: '', path: [], requestId: null, retryAfterMs: null }} />;
}
