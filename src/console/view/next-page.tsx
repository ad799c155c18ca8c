import type { ReactNode } from 'react';
import { Button } from '../controls/button.tsx';
import { useView } from './use-view.ts';

interface NextPageProps {
  readonly of: { readonly hasNextPage: boolean; readonly endCursor?: string | null };
  readonly children: ReactNode;
}

/** Leads to the page behind this one, where there is one. */
export function NextPage({ of, children }: NextPageProps) {
  const view = useView();
  if (!of.hasNextPage) return null;
  return (
    <Button kind="quiet" onClick={() => view.set({ after: of.endCursor ?? null }, true)}>
      {children}
    </Button>
  );
}
