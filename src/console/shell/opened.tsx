import { type ComponentType, useCallback, useEffect, useState } from 'react';
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
  const [failed, setFailed] = useState<string | null>(null);
  const fetchCode = useCallback(() => {
    setFailed(null);
    page.load().then(
      (Page) => setCode({ Page }),
      (error: unknown) => setFailed(String(error)),
    );
  }, [page]);
  useEffect(() => {
    if (!code) fetchCode();
  }, [code, fetchCode]);
  if (code) return <code.Page />;
  if (failed === null) return <Loading lines={6} />;
  const failure = { code: 'UNAVAILABLE', message: failed, path: [], requestId: null, retryAfterMs: null };
  return <Failed failure={failure} again={fetchCode} />;
}
