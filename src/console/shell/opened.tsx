import { type ComponentType, useEffect, useState } from 'react';
import { Failed, Loading } from '../figures/await.tsx';
import type { PageEntry } from './pages.ts';

/**
 * A page as soon as its code is here. Not by React.lazy: it keeps what stood in a page's place for 300 ms, so that nothing flickers, and the page
 * would ask its questions that much later.
 */
export function Opened({ page }: { readonly page: PageEntry }) {
  // A component is a function, which setState would call.
  const [code, setCode] = useState<{ readonly Page: ComponentType } | null>(() => {
    const Page = page.loaded();
    return Page && { Page };
  });
  const [attempt, setAttempt] = useState(0);
  const [failed, setFailed] = useState<string | null>(null);
  useEffect(() => {
    if (code) return;
    let isLeft = false;
    setFailed(null);
    page.load().then(
      (Page) => isLeft || setCode({ Page }),
      (error: unknown) => isLeft || setFailed(String(error)),
    );
    return () => {
      isLeft = true;
    };
  }, [page, code, attempt]);
  if (code) return <code.Page />;
  if (failed === null) return <Loading lines={6} />;
  const failure = { code: 'UNAVAILABLE', message: failed, path: [], requestId: null, retryAfterMs: null };
  return <Failed failure={failure} again={() => setAttempt(attempt + 1)} />;
}
