// Shows a list of orders as table rows, only those in sight, whatever the length of the list. A row of the table stays with
// its order as long as it is in sight, so that a change can be seen where it happens.
//
// Note on script injection: whatever comes from the relay reaches the page by `textContent` or as a whitelisted attribute
// value, never as markup; there is no innerHTML anywhere, and the page's Content-Security-Policy allows no inline script.

import { ago, clock, dayAndClock, eventOf, grouped, instructionsOf, priceOf, statusOf, typeOf, venueOf } from './words.js';

const OVERSCAN = 6;
const FLASH_MS = 900;
const LIGHTS = ['changed-a', 'changed-b', 'arrived'];
const COLUMNS = ['time', 'account', 'clordid', 'symbol', 'side', 'type', 'qty', 'price', 'filled', 'avg', 'status', 'venue', 'event'];
const NUMBERS = new Set(['qty', 'price', 'avg']);

export class Table {
  #scroller;
  #body;
  #table;
  #above = spacer();
  #below = spacer();
  #lines = new Map();
  #spare = [];
  #list = [];
  #anchorId = null;
  #now;

  /** `now` gives the core's time in milliseconds. */
  constructor(scroller, table, body, now) {
    this.#scroller = scroller;
    this.#table = table;
    this.#body = body;
    this.#now = now;
    body.append(this.#above, this.#below);
  }

  /** Shows another list; where the reader has scrolled down, what is in sight stays in sight. */
  show(list) {
    const height = this.#rowHeight();
    const top = this.#scroller.scrollTop;
    if (top > height && this.#anchorId !== null) {
      const before = this.#list.findIndex(row => row.orderId === this.#anchorId);
      const after = list.findIndex(row => row.orderId === this.#anchorId);
      if (before >= 0 && after >= 0 && before !== after) this.#scroller.scrollTop = top + (after - before) * height;
    }
    this.#list = list;
    this.layout();
  }

  /** Puts the rows in sight into the page, after a change of the list, of the scroll position or of the window. */
  layout() {
    const height = this.#rowHeight();
    const { scrollTop, clientHeight } = this.#scroller;
    const first = Math.max(0, Math.floor(scrollTop / height) - OVERSCAN);
    const last = Math.min(this.#list.length, Math.ceil((scrollTop + clientHeight) / height) + OVERSCAN);
    const visible = this.#list.slice(first, last);
    this.#anchorId = this.#list[Math.floor(scrollTop / height)]?.orderId ?? null;

    const wanted = new Set(visible.map(row => row.orderId));
    for (const [id, line] of this.#lines) {
      if (!wanted.has(id)) {
        line.element.remove();
        this.#lines.delete(id);
        if (this.#spare.length < 64) this.#spare.push(line);
      }
    }
    let previous = this.#above;
    visible.forEach((row, index) => {
      let line = this.#lines.get(row.orderId);
      if (line === undefined) {
        line = this.#spare.pop() ?? new Line();
        line.begin(row.orderId);
        this.#lines.set(row.orderId, line);
      }
      line.show(row, first + index + 1, this.#now());
      if (previous.nextSibling !== line.element) previous.after(line.element);
      previous = line.element;
    });
    setHeight(this.#above, first * height);
    setHeight(this.#below, (this.#list.length - last) * height);
    this.#table.setAttribute('aria-rowcount', String(this.#list.length + 1));
  }

  /** Lets time pass in "2 s ago". */
  tick() {
    const now = this.#now();
    for (const line of this.#lines.values()) line.tick(now);
  }

  #rowHeight() {
    return parseFloat(getComputedStyle(this.#table).getPropertyValue('--row-height')) || 40;
  }
}

function spacer() {
  const row = document.createElement('tr');
  row.className = 'spacer';
  row.setAttribute('aria-hidden', 'true');
  row.append(document.createElement('td'));
  return row;
}

function setHeight(element, pixels) {
  const value = `${pixels}px`;
  if (element.style.height !== value) element.style.height = value;
}

function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** One row of the table. */
class Line {
  element = document.createElement('tr');
  #cells = {};
  #bar = document.createElement('i');
  #filledText = document.createElement('span');
  #chip = document.createElement('span');
  #what = document.createElement('span');
  #when = document.createElement('span');
  #why = document.createElement('span');
  #row = null;
  #flash = 0;

  constructor() {
    // Said again because the style of a phone turns rows into cards, which takes a table's meaning away.
    this.element.setAttribute('role', 'row');
    for (const name of COLUMNS) {
      const cell = document.createElement(name === 'clordid' ? 'th' : 'td');
      cell.className = `c-${name}${NUMBERS.has(name) ? ' num' : ''}`;
      if (name === 'clordid') cell.scope = 'row';
      cell.setAttribute('role', name === 'clordid' ? 'rowheader' : 'cell');
      this.#cells[name] = cell;
      this.element.append(cell);
    }
    const meter = document.createElement('span');
    meter.className = 'meter';
    meter.setAttribute('aria-hidden', 'true');
    meter.append(this.#bar);
    this.#filledText.className = 'filled-text';
    this.#cells.filled.append(this.#filledText, meter);
    this.#chip.className = 'chip';
    this.#cells.status.append(this.#chip);
    this.#what.className = 'what';
    this.#when.className = 'when';
    this.#why.className = 'why';
    const told = document.createElement('span');
    told.className = 'told';
    told.append(this.#why, this.#what, this.#when);
    this.#cells.event.append(told);
  }

  begin(orderId) {
    this.#row = null;
    this.element.dataset.order = orderId;
    clearTimeout(this.#flash);
    this.element.classList.remove(...LIGHTS);
  }

  show(row, rowIndex, nowMs) {
    this.element.setAttribute('aria-rowindex', String(rowIndex + 1));
    const before = this.#row;
    if (before === row) return;
    this.#row = row;
    const cells = this.#cells;
    setText(cells.time, clock(row.createdMs));
    cells.time.title = dayAndClock(row.createdMs);
    setText(cells.account, row.account);
    setText(cells.clordid, row.clOrdId);
    cells.clordid.title = `order ${row.orderId}`;
    setText(cells.symbol, row.symbol);
    setText(cells.side, row.side === 'BUY' ? 'Buy' : row.side === 'SELL' ? 'Sell' : row.side);
    cells.side.dataset.side = row.side;
    setText(cells.type, typeOf(row));
    const asked = instructionsOf(row);
    cells.type.title = asked;
    cells.price.title = asked;
    setText(cells.qty, grouped(row.qty));
    const price = priceOf(row);
    cells.price.toggleAttribute('data-words', !/^[\d-]/.test(price));
    setText(cells.price, price);
    setText(cells.avg, grouped(row.avgPrice));
    setText(cells.venue, venueOf(row));
    const pct = Math.max(0, Math.min(100, row.filledPct));
    setText(this.#filledText, pct === 0 ? '–' : pct === 100 ? grouped(row.filled) : `${grouped(row.filled)} · ${pct}%`);
    this.element.toggleAttribute('data-empty', pct === 0);
    this.#bar.style.transform = `scaleX(${pct / 100})`;
    const [words, tone] = statusOf(row);
    setText(this.#chip, words);
    this.#chip.dataset.tone = tone;
    this.element.dataset.tone = tone;
    setText(this.#why, row.reason ?? '');
    this.#why.title = row.reason ?? '';
    setText(this.#what, row.reason === undefined ? eventOf(row) : '');
    this.tick(nowMs);
    if (before !== null) {
      // A snapshot brings every row anew; one that is still the same has not changed.
      if (before.outSeq === row.outSeq && before.epoch === row.epoch) return;
      // Two classes in turn, because the same animation does not start again by itself.
      this.#light(this.element.classList.contains('changed-a') ? 'changed-b' : 'changed-a');
    } else if (nowMs - row.atMs < 1500) {
      this.#light('arrived');
    }
  }

  #light(name) {
    this.element.classList.remove(...LIGHTS);
    this.element.classList.add(name);
    clearTimeout(this.#flash);
    this.#flash = setTimeout(() => this.element.classList.remove(...LIGHTS), FLASH_MS);
  }

  tick(nowMs) {
    if (this.#row !== null) setText(this.#when, ` · ${ago(Math.max(0, nowMs - this.#row.atMs))}`);
  }
}
