import type { ReactNode } from 'react';
import { useView } from '../view/use-view.ts';

interface HeatCellProps {
  readonly figure: number | null;
  /** The least and the greatest figure of the picture. */
  readonly range: readonly [number, number];
  readonly slice: string | null;
  /** What it is, for who points at it. */
  readonly name?: string;
  readonly children: ReactNode;
}

/** A field that says its figure, darker the greater it is, and gives its slice. */
export function HeatCell({ figure, range: [low, high], slice, name, children }: HeatCellProps) {
  const view = useView();
  const depth = figure === null ? null : high > low ? (figure - low) / (high - low) : 0.5;
  return (
    <td
      data-slice={slice ?? undefined}
      title={name || undefined}
      style={depth === null ? undefined : { background: `color-mix(in srgb, var(--heat) ${6 + depth * 46}%, var(--surface))` }}
    >
      {slice ? (
        <button type="button" onClick={() => view.set({ slice }, true)}>
          {children}
        </button>
      ) : (
        children
      )}
    </td>
  );
}
