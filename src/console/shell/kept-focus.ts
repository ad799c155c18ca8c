import { useEffect } from 'react';

/** What may have the focus in place of something within it. */
const parts = 'section, form, aside, main';

/**
 * Keeps the focus: where what had it is gone, as a page that was left, or cannot have it, as a button while its change runs, the part of the page
 * around it takes it. Keys and readers of the screen go on from there, not from the top.
 */
export function useKeptFocus(): void {
  useEffect(() => {
    let last: HTMLElement | null = null;
    let around: readonly HTMLElement[] = [];
    let standIn: HTMLElement | null = null;
    const remember = ({ target }: FocusEvent) => {
      if (target === standIn || !(target instanceof HTMLElement)) return;
      last = target;
      around = ancestorsOf(target);
      standIn = null;
    };
    const keep = () => {
      const { activeElement, body } = document;
      const isUsable = last?.isConnected && !last.matches(':disabled');
      if (isUsable && standIn && activeElement === standIn) last?.focus({ preventScroll: true });
      if (isUsable || !last || (activeElement !== body && activeElement !== last)) return;
      standIn = around.find(({ isConnected }) => isConnected) ?? null;
      if (standIn && !standIn.hasAttribute('tabindex')) standIn.tabIndex = -1;
      standIn?.focus({ preventScroll: true });
    };
    const observer = new MutationObserver(keep);
    observer.observe(document.body, { subtree: true, childList: true, attributeFilter: ['disabled'] });
    document.addEventListener('focusin', remember);
    return () => {
      observer.disconnect();
      document.removeEventListener('focusin', remember);
    };
  }, []);
}

/** The nearest first. */
function ancestorsOf(element: HTMLElement): readonly HTMLElement[] {
  const part = element.parentElement?.closest<HTMLElement>(parts);
  return part ? [part, ...ancestorsOf(part)] : [];
}
