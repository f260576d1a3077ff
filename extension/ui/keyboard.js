// SPDX-License-Identifier: GPL-3.0-or-later
// For those who come by keyboard alone (interface.md, WCAG 2.1.1, 2.4.3, 2.4.7). A drawing that takes the focused element away hands the
// focus on to what stands nearest, so that nobody is thrown back to the page's beginning; and Escape closes what was opened in a page,
// as its own button does.

const HEADINGS = 'h1, h2, h3';

/** @typedef {{ element: Element, neighbours: Element[] }} Step an ancestor, and those beside it: first the next ones, then the ones before */
/** @typedef {{ focused: HTMLElement, path: Step[] }} Place */

/**
 * Where the focus is within an element, to be called before it is drawn.
 * @param {Element} within
 * @returns {Place | null} null where the focus is elsewhere
 */
export function placeOfFocus(within) {
  const focused = document.activeElement;
  if (!(focused instanceof HTMLElement) || focused === within || !within.contains(focused))
    return null;
  /** @type {Step[]} */
  const path = [];
  for (let at = /** @type {Element} */ (focused); at !== document.body && at.parentElement; ) {
    const all = [...at.parentElement.children];
    const index = all.indexOf(at);
    path.push({
      element: at,
      neighbours: [...all.slice(index + 1), ...all.slice(0, index).reverse()],
    });
    at = at.parentElement;
  }
  return { focused, path };
}

/**
 * Gives the focus back, if the drawing took it: to the same element where it was only moved, else to the nearest heading: of
 * the next row, of the card, of the section, of the page.
 * @param {Place} place
 */
export function giveFocusBack({ focused, path }) {
  const now = document.activeElement;
  if (now && now !== document.body && now !== document.documentElement) return;
  if (focused.isConnected && focused.checkVisibility()) {
    focused.focus();
    if (document.activeElement === focused) return;
  }
  // The outermost that is gone, whose neighbours are the likest to it.
  const gone = path.findLast(({ element }) => !element.isConnected);
  const places = [
    ...(gone?.neighbours.filter(({ isConnected }) => isConnected) ?? []),
    ...path.map(({ element }) => element).filter(({ isConnected }) => isConnected),
    document.body,
  ];
  for (const each of places) {
    const heading = /** @type {HTMLElement | null} */ (
      each.matches(HEADINGS) ? each : each.querySelector(HEADINGS)
    );
    if (!heading?.checkVisibility()) continue;
    if (!heading.hasAttribute('tabindex')) heading.tabIndex = -1;
    heading.focus();
    return;
  }
}

/**
 * Escape presses the button marked `data-closes` of the nearest opened thing (`data-escape`) around the focus.
 * @param {KeyboardEvent} event
 */
function closeOpened(event) {
  if (event.key !== 'Escape' || event.isComposing || event.defaultPrevented) return;
  const opened = /** @type {Element} */ (event.target).closest('[data-escape]');
  const button = /** @type {HTMLElement | null | undefined} */ (
    opened?.querySelector('[data-closes]')
  );
  if (!button) return;
  // Else a popup closes as a whole.
  event.preventDefault();
  button.focus();
  button.click();
}

document.addEventListener('keydown', closeOpened);
