import { act, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { changeSettings, type Locale } from '../../src/console/settings/settings.ts';

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

let unmount = () => {};

/** A part of the console on a page of its own in a language, until the next is shown. */
export function shown(node: ReactNode, locale: Locale): HTMLElement {
  unmount();
  changeSettings({ locale });
  const place = document.createElement('div');
  const root = createRoot(place);
  act(() => root.render(node));
  unmount = () => act(() => root.unmount());
  return place;
}
