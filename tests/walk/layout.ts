import type { Page } from 'playwright-core';
import { tablet } from './console.js';

/** 1280 × 1024 at 400 %. */
export const zoomed = { width: 320, height: 256 };

/** Where something is missed by eyes, fingers or keys at the page's size as it is now, a line each. */
export function layoutFaults(page: Page): Promise<readonly string[]> {
  // Who stands at a counter or has a phone at his ear touches without looking.
  const isInHaste = /^\/(counter|work)/.test(new URL(page.url()).pathname) && page.viewportSize()?.width === tablet.width;
  return page.locator('body').evaluate(faultsIn, isInHaste ? 44 : 24);
}

// Runs in the browser, whose types are none of the tests'.
// biome-ignore lint/suspicious/noExplicitAny: see above
function faultsIn(body: any, leastButton: number): string[] {
  type Part = typeof body;
  const document = body.ownerDocument;
  const window = document.defaultView;
  const faults: string[] = [];
  const tell = (fault: string, element: Part) => faults.push(`${fault}: ${element.outerHTML.slice(0, 160)}`);
  const isSeen = (element: Part) => element.checkVisibility({ visibilityProperty: true }) && !element.closest('.only-read');
  // Of many rows the first stand for all.
  const isOneOfMany = (element: Part) => element.closest('tbody tr:nth-child(n+4), li:nth-child(n+9)') !== null;
  const controls = 'a[href], button, input, select, textarea, summary, [tabindex]:not([tabindex="-1"])';

  // The page itself never scrolls to the side: what is wide does, within its own frame.
  const { scrollWidth } = document.documentElement;
  if (scrollWidth > window.innerWidth) faults.push(`the page is ${scrollWidth} px wide`);

  // And nothing spills over the edge of the part that it stands in.
  for (const part of body.querySelectorAll('main :is(section, article, fieldset, button)')) {
    const isFrame = window.getComputedStyle(part).overflowX !== 'visible';
    const over = Math.max(part.scrollWidth - part.clientWidth, part.scrollHeight - part.clientHeight);
    if (isSeen(part) && !isFrame && !isOneOfMany(part) && over > 1) tell(`${over} px spill over`, part);
  }
  for (const control of body.querySelectorAll(controls)) {
    // The link that skips the menu is seen when it has the focus.
    if (!isSeen(control) || isOneOfMany(control) || control.matches('a[href="#main"], :disabled')) continue;
    control.scrollIntoView({ block: 'center', inline: 'center' });
    const { left, right, top, width, height } = control.getClientRects()[0];
    if (width <= window.innerWidth && (left < 0 || right > window.innerWidth)) tell('cut off', control);
    const hit = document.elementFromPoint(left + width / 2, top + height / 2);
    if (!control.contains(hit) && !hit?.closest('label')?.contains(control)) tell(`covered by ${hit?.tagName}`, control);
    const least = control.matches('main button') ? leastButton : 24;
    const isButton = control.matches('button, select, summary, input:not([type=checkbox])');
    if (isButton && Math.round(height) < least) tell(`${height} px high`, control);
  }
  // Parts of a picture that can be clicked have the table beside it for keys.
  for (const element of body.querySelectorAll('*'))
    if (window.getComputedStyle(element).cursor === 'pointer' && isSeen(element) && !isOneOfMany(element))
      if (!element.closest(`${controls}, label, [role=option], tr[tabindex], svg[role=img]`))
        tell('for the mouse alone', element);
  return faults;
}
