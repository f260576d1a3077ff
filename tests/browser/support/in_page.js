// SPDX-License-Identifier: GPL-3.0-or-later
// Runs inside a page under test: finds what a person sees, by role and name and by text, through open shadow roots too.
// Given to the page as source text, so it stands alone and imports nothing.

/**
 * @param {{do: 'text'} | {do: 'focused', within: string | null} | {do: 'find', role: string | null, name: string | null, pattern: string | null, within: string | null}} ask
 * @returns {string | Element[] | object | null}
 */
// biome-ignore lint/correctness/noUnusedVariables: read as text by surface.mjs
function inPage(ask) {
  const kTyped = {
    checkbox: 'checkbox',
    radio: 'radio',
    search: 'searchbox',
    range: 'slider',
    number: 'spinbutton',
  };
  const kRoles = {
    A: 'link',
    BUTTON: 'button',
    SELECT: 'combobox',
    TEXTAREA: 'textbox',
    DIALOG: 'dialog',
    SUMMARY: 'button',
    ARTICLE: 'article',
    SECTION: 'region',
    LI: 'listitem',
    TR: 'row',
    FIELDSET: 'group',
  };
  const plain = (text) =>
    text
      .replace(/[\s\u00a0\u202f\u2009]+/g, ' ')
      .replace(/[\u2066-\u2069\u200e\u200f]/g, '')
      .trim();
  const seen = (element) =>
    element.checkVisibility({ checkOpacity: false, checkVisibilityCSS: true });

  const textOf = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data;
    if (node.nodeType !== Node.ELEMENT_NODE && node.nodeType !== Node.DOCUMENT_FRAGMENT_NODE)
      return '';
    if (node.nodeType === Node.ELEMENT_NODE) {
      if (/^(STYLE|SCRIPT|TEMPLATE|NOSCRIPT)$/.test(node.tagName)) return '';
      // A letter drawn as a tile is a picture, not a word.
      if (node.getAttribute('aria-hidden') === 'true') return '';
      if (node.tagName !== 'SLOT' && getComputedStyle(node).display !== 'contents' && !seen(node))
        return '';
    }
    const children =
      node.tagName === 'SLOT' && node.assignedNodes().length > 0
        ? node.assignedNodes()
        : (node.shadowRoot ?? node).childNodes;
    const inner = [...children].map(textOf).join('');
    if (node.nodeType !== Node.ELEMENT_NODE) return inner;
    return /^(inline|contents)$/.test(getComputedStyle(node).display) ? inner : `\n${inner}\n`;
  };
  if (ask.do === 'text') {
    return textOf(document.body).split('\n').map(plain).filter(Boolean).join('\n');
  }

  const roleOf = (element) => {
    const given = element.getAttribute('role');
    if (given) return given;
    if (element.tagName === 'INPUT') return kTyped[element.type] ?? 'textbox';
    if (/^H[1-6]$/.test(element.tagName)) return 'heading';
    return kRoles[element.tagName] ?? null;
  };
  const nameOf = (element) => {
    const by = element.getAttribute('aria-labelledby');
    if (by) {
      const root = element.getRootNode();
      return plain(
        by
          .split(/\s+/)
          .map((id) => root.getElementById(id)?.textContent ?? '')
          .join(' '),
      );
    }
    const label = element.getAttribute('aria-label');
    if (label) return plain(label);
    if (element.labels?.length) return plain([...element.labels].map(textOf).join(' '));
    return (
      plain(textOf(element)) || plain(element.getAttribute('placeholder') ?? element.title ?? '')
    );
  };
  const within = ask.within === null ? null : new RegExp(ask.within, 'iu');
  const isWithin = (element) => {
    if (!within) return true;
    for (let at = element; at; at = at.parentElement ?? at.getRootNode().host ?? null) {
      if (
        /^(ARTICLE|LI|TR|DIALOG|SECTION|FORM|FIELDSET)$/.test(at.tagName) &&
        within.test(plain(textOf(at)))
      )
        return true;
    }
    return false;
  };
  if (ask.do === 'focused') {
    // Beyond its last stop Firefox leaves a page for its own bars.
    let at = document.hasFocus() ? document.activeElement : null;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    if (!at || at === document.body || at === document.documentElement) return null;
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(at);
    const ringed = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1;
    const box = at.getBoundingClientRect();
    return {
      role: roleOf(at) ?? at.tagName.toLowerCase(),
      name: nameOf(at),
      within: isWithin(at),
      shown: ringed || boxShadow !== 'none',
      inView: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
      checked: at.checked ?? null,
      expanded: at.getAttribute('aria-expanded'),
    };
  }
  const pattern = ask.pattern === null ? null : new RegExp(ask.pattern, 'iu');
  const found = [];
  const roots = [document];
  for (const root of roots) {
    for (const element of root.querySelectorAll('*')) {
      if (element.shadowRoot) roots.push(element.shadowRoot);
      if (ask.role !== null && roleOf(element) !== ask.role) continue;
      if (!seen(element)) continue;
      const name = nameOf(element);
      if (ask.name !== null ? name !== ask.name : pattern !== null && !pattern.test(name)) continue;
      if (isWithin(element)) found.push(element);
    }
  }
  return found;
}
