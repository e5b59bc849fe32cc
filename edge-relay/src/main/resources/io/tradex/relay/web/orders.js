// The orders a page knows: at most `maxRows` that match the filter and as many that do not, the ones that changed last.

import { groupOf } from './words.js';

export class Orders {
  #byId = new Map();
  #maxRows = 500;
  #filter = { text: '', group: '', account: '' };
  #sorted = [];
  #stale = true;

  /** Takes the place of all that was known. */
  replace(rows, maxRows) {
    this.#maxRows = maxRows;
    this.#byId.clear();
    for (const row of rows) this.#byId.set(row.orderId, row);
    this.#stale = true;
  }

  /** Takes changed rows; one that is older than what is known changes nothing. */
  merge(rows) {
    for (const row of rows) {
      const known = this.#byId.get(row.orderId);
      if (known !== undefined && (known.epoch > row.epoch || (known.epoch === row.epoch && known.outSeq >= row.outSeq))) continue;
      this.#byId.set(row.orderId, row);
    }
    this.#stale = true;
    if (this.#byId.size > 3 * this.#maxRows) this.#forget();
  }

  filter(text, group, account) {
    this.#filter = { text: text.trim().toLowerCase(), group, account };
    this.#stale = true;
  }

  get isFiltered() {
    return this.#filter.text !== '' || this.#filter.group !== '' || this.#filter.account !== '';
  }

  get size() {
    return this.#byId.size;
  }

  /** What matches the filter, newest order first. */
  list() {
    if (this.#stale) {
      this.#forget();
      this.#sorted = [...this.#byId.values()].filter(row => this.#matches(row)).sort(byAge);
      this.#stale = false;
    }
    return this.#sorted;
  }

  accounts() {
    return [...new Set([...this.#byId.values()].map(row => row.account))].sort(compareIds);
  }

  #matches(row) {
    const { text, group, account } = this.#filter;
    if (group !== '' && groupOf(row) !== group) return false;
    if (account !== '' && row.account !== account) return false;
    return text === '' || [row.symbol, row.clOrdId, row.orderId, row.reason, row.side].some(
      value => value !== undefined && value.toLowerCase().includes(text));
  }

  #forget() {
    const keep = rows => rows.sort(byChange).slice(0, this.#maxRows);
    const all = [...this.#byId.values()];
    if (all.length <= this.#maxRows) return;
    const kept = this.isFiltered
      ? [...keep(all.filter(row => this.#matches(row))), ...keep(all.filter(row => !this.#matches(row)))]
      : keep(all);
    if (kept.length === all.length) return;
    this.#byId = new Map(kept.map(row => [row.orderId, row]));
  }
}

/** Ids are whole numbers of up to 19 digits, kept as text because a Number would round them. */
function compareIds(a, b) {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}

function byAge(a, b) {
  return compareIds(b.orderId, a.orderId);
}

function byChange(a, b) {
  return b.epoch - a.epoch || b.outSeq - a.outSeq;
}
