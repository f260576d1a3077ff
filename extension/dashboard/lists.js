// SPDX-License-Identifier: GPL-3.0-or-later
// Settings, "Lists": each list with its switch, fresh texts at a press or each week, lists of the person's own. Without the program the
// shipped ones can still be switched.

import './list_row.js';
import { longDay, today } from '../ui/day.js';
import { failureWords, say, show, VolPressing } from '../ui/element.js';
import { host, lists } from '../ui/host.js';
import { name, words } from '../ui/i18n.js';
import { html, live, nothing, repeat } from '../vendor/lit.js';
import { listError } from './list_row.js';
import { textOf } from './list_words.js';

/** @import { FilterList, FiltersStatusResponse } from '../protocol/host.js' */
/** @import { Answer, Broadcast, ListsState } from '../protocol/messages.js' */

const GROUPS = /** @type {const} */ (['follows', 'display']);
/** What is said where something was not built, by the host's code. @type {ReadonlyMap<string, string>} */
const NOT_BUILT = new Map([
  ['list_unreadable', 'lists_text_damaged'],
  ['image_damaged', 'lists_program_damaged'],
  ['image_missing', 'lists_program_damaged'],
]);
const MOST_TITLE = 120;
const MOST_ADDRESS = 2_000;

export class VolLists extends VolPressing {
  /** @override */
  static properties = {
    stands: { state: true },
    looked: { state: true },
    note: { state: true },
    removed: { state: true },
  };

  constructor() {
    super();
    /** @type {ListsState | null} */
    this.stands = null;
    /** What was counted when the lists were built. @type {FiltersStatusResponse['lists']} */
    this.built = [];
    /** Whether a look that this page saw has ended. */
    this.looked = false;
    /** @type {ReturnType<typeof say> | null} */
    this.note = null;
    /** The list that was removed last, with its text where it has no address. @type {{ list: FilterList, text: string } | null} */
    this.removed = null;
  }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    this.addEventListener('vol-broadcast', (event) => {
      const { changed } = /** @type {CustomEvent<Broadcast>} */ (event).detail;
      if (changed === 'lists' || changed === 'host') void this.load();
    });
    void this.load();
    void lists.check();
  }

  async load() {
    const { pressesDone } = this;
    const [answer, status] = await Promise.all([lists.read(), host('filters.status', {})]);
    this.built = status.ok ? status.value.lists : [];
    // A press was carried out since: this may be from before it.
    if (pressesDone !== this.pressesDone) {
      await this.load();
      return;
    }
    if (answer.ok) this.took(answer.value);
    else this.error = answer.error;
  }

  /** @param {ListsState} stands */
  took(stands) {
    if (this.stands?.looking && !stands.looking) this.looked = true;
    if (stands.looking) this.looked = false;
    this.stands = stands;
  }

  /**
   * @param {(op_id: string) => Promise<Answer<ListsState>>} act
   * @param {(before: ListsState | null, after: ListsState) => void} [done]
   */
  change(act, done) {
    const before = this.stands;
    this.note = null;
    this.removed = null;
    return this.press(act, (after) => {
      this.took(after);
      done?.(before, after);
    });
  }

  /**
   * @param {string} key
   * @param {'on' | 'off'} mode
   * @param {(op_id: string) => Promise<Answer<ListsState>>} act
   */
  changeSwitch(key, mode, act) {
    this.note = null;
    this.removed = null;
    return this.pressSwitch(key, mode, act, (after) => this.took(after));
  }

  /** A press that is meant also while another is under way. */
  look() {
    this.note = null;
    this.removed = null;
    return this.pressInTurn(
      () => lists.look(),
      (after) => this.took(after),
    );
  }

  /** @param {SubmitEvent} event */
  add(event) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    const read = (/** @type {string} */ field) => String(new FormData(form).get(field) ?? '');
    const pasted = form.dataset.way === 'paste';
    const act = (/** @type {string} */ op_id) =>
      pasted
        ? lists.paste(op_id, read('list-title').trim(), read('list-text'))
        : lists.add(op_id, read('list-address').trim());
    void this.change(act, (before, after) => {
      form.reset();
      const known = new Set(before?.said?.lists.map(({ id }) => id));
      const added = after.said?.lists.find(({ id }) => !known.has(id));
      // None is new where the same address was given again.
      if (added) this.note = say('list_added', { title: name(added.title, MOST_TITLE) });
    });
  }

  /** @param {FilterList} list */
  async removeList(list) {
    // Read before: a pasted text is nowhere else.
    const text = list.address === null ? ((await textOf(list.id)) ?? '') : '';
    await this.change(
      (op_id) => lists.remove(op_id, list.id),
      () => {
        this.removed = { list, text };
        void this.focusOn('[data-do=undo-remove]');
      },
    );
  }

  undoRemove() {
    const { removed } = this;
    if (!removed) return;
    const { list, text } = removed;
    void this.change((op_id) =>
      list.address === null ? lists.paste(op_id, list.title, text) : lists.add(op_id, list.address),
    );
  }

  /** @override */
  render() {
    const { stands } = this;
    const said = stands?.said ?? null;
    const custom = said?.lists.filter(({ kind }) => kind === 'custom') ?? [];
    return html`
      <section class="sheet setting lists" aria-labelledby="settings-lists">
        <h2 id="settings-lists">${say('settings_lists')}</h2>
        ${stands && !said ? html`<p class="soft" data-needs="host">${say('lists_host_needed')}</p>` : nothing}
        ${stands ? this.standing(stands) : nothing}
        ${stands ? this.shipped(stands) : nothing}
        ${
          custom.length > 0
            ? this.rows(
                'lists_yours',
                custom.map(({ id }) => id),
                stands,
              )
            : nothing
        }
        ${
          this.removed
            ? html`<p class="undo-note" role="status">${say('list_removed', { title: name(this.removed.list.title, MOST_TITLE) })}
                <button type="button" data-do="undo-remove" @click=${() => this.undoRemove()}>${say('undo')}</button></p>`
            : nothing
        }
        ${said && stands ? this.fresh(stands) : nothing}
        ${said ? this.adding() : nothing}
        <p class="soft" role="status">${this.note ?? nothing}</p>
        ${this.error ? html`<p class="failure" role="alert">${failureWords(listError(this.error))}</p>` : nothing}
      </section>
    `;
  }

  /** Whether the browser has the rules of these lists. @param {ListsState} stands */
  standing({ said, rules, refused, left_out, trouble }) {
    if (!said) return nothing;
    return html`
      <p class="soft" role="status">${rules === 'building' || said.building ? say('lists_building') : nothing}</p>
      ${said.failed === null ? nothing : html`<p class="failure" role="alert">${say(NOT_BUILT.get(said.failed) ?? 'lists_not_built')}</p>`}
      ${said.rebuilt ? html`<p>${say('lists_rebuilt')}</p>` : nothing}
      ${said.restored_on === null ? nothing : html`<p>${say('lists_restored', { day: longDay(words.locale, said.restored_on, today()) })}</p>`}
      ${rules === 'failed' ? html`<p class="failure" role="alert">${say('lists_rules_failed')}</p>` : nothing}
      ${rules === 'unknown' && trouble !== '' ? html`<p class="failure" role="alert">${failureWords({ code: trouble })}</p>` : nothing}
      ${refused > 0 ? html`<p>${show(words.count('lists_refused', refused))}</p>` : nothing}
      ${left_out > 0 ? html`<p>${show(words.count('lists_left_out', left_out))}</p>` : nothing}
    `;
  }

  /** @param {ListsState} stands */
  shipped(stands) {
    return GROUPS.map((group) => {
      const names = stands.groups[group];
      return names.length > 0 ? this.rows(`group_${group}`, names, stands) : nothing;
    });
  }

  /**
   * @param {string} heading
   * @param {string[]} names
   * @param {ListsState | null} stands
   */
  rows(heading, names, stands) {
    return html`
      <h3>${say(heading)}</h3>
      <ul class="list-rows">${repeat(
        names,
        (id) => id,
        (id) => {
          const list = stands?.said?.lists.find((one) => one.id === id) ?? null;
          const mode = list?.state ?? stands?.shipped[id] ?? 'off';
          return html`
            <li data-list=${id}>
              <vol-list-row .name=${id} .list=${list} .mode=${this.switched(id, mode)}
                .built=${this.built.find(({ title }) => title === list?.title) ?? null}
                .building=${stands?.said?.building ?? false} .outcome=${stands?.outcomes[id] ?? null}
                @vol-switch=${(/** @type {CustomEvent<'on' | 'off'>} */ { detail }) =>
                  void this.changeSwitch(id, detail, (op_id) => lists.setMode(op_id, id, detail))}
                @vol-remove=${() => list && void this.removeList(list)}></vol-list-row>
            </li>
          `;
        },
      )}</ul>
    `;
  }

  /** @param {ListsState} stands */
  fresh({ looking, weekly }) {
    return html`
      <div class="row wrap">
        <button type="button" data-do="look" aria-disabled=${looking ? 'true' : 'false'}
          @click=${() => looking || void this.look()}>${say('lists_look')}</button>
        <span class="soft" role="status">${
          looking && looking.of > 0
            ? say('lists_looking', { n: looking.done + 1, of: looking.of })
            : this.looked
              ? say('lists_looked')
              : nothing
        }</span>
      </div>
      <label class="tick">
        <input type="checkbox" name="weekly" .checked=${live(this.switched('weekly', weekly) === 'on')}
          @change=${(/** @type {Event} */ event) => {
            const { checked } = /** @type {HTMLInputElement} */ (event.target);
            const mode = checked ? 'on' : 'off';
            void this.changeSwitch('weekly', mode, () => lists.weekly(mode));
          }} />
        <span>${say('lists_weekly')}<br><span class="soft">${say('lists_weekly_gloss')}</span></span>
      </label>
    `;
  }

  adding() {
    const waits = this.busy ? 'true' : 'false';
    return html`
      <details class="adding">
        <summary>${say('lists_add')}</summary>
        <form data-way="address" @submit=${(/** @type {SubmitEvent} */ event) => this.add(event)}>
          <label class="field"><span>${say('lists_add_address')}</span>
            <input type="text" inputmode="url" name="list-address" required maxlength=${MOST_ADDRESS} autocomplete="off" spellcheck="false" /></label>
          <button type="submit" aria-disabled=${waits}>${say('lists_fetch')}</button>
        </form>
        <form data-way="paste" @submit=${(/** @type {SubmitEvent} */ event) => this.add(event)}>
          <label class="field"><span>${say('lists_paste_title')}</span>
            <input type="text" name="list-title" required maxlength=${MOST_TITLE} autocomplete="off" /></label>
          <label class="field"><span>${say('lists_paste_text')}</span>
            <textarea name="list-text" rows="5" required spellcheck="false"></textarea></label>
          <button type="submit" aria-disabled=${waits}>${say('lists_paste')}</button>
        </form>
      </details>
    `;
  }
}

customElements.define('vol-lists', VolLists);
