// The page: takes messages from the relay and keeps what is seen true.

import { Connection } from './connection.js';
import { Orders } from './orders.js';
import { Table } from './table.js';

const TOKEN_KEY = 'tradex.token';
const byId = id => document.getElementById(id);
const number = new Intl.NumberFormat('en-US');

const orders = new Orders();
let coreAheadMs = 0;
let connected = false;
let coreLive = false;
let refused = false;
let everLive = false;
let paused = false;
let renderAsked = false;
let accountsShown = '';
let changes = [];
let missed = 0;

const coreNow = () => Date.now() + coreAheadMs;
const table = new Table(byId('scroller'), byId('table'), byId('rows'), coreNow);

function tokenOfThisTab() {
  const address = new URL(location.href);
  const given = address.searchParams.get('token');
  if (given !== null) {
    sessionStorage.setItem(TOKEN_KEY, given);
    // Out of the address, so that it is not in history, bookmarks or a shared screen.
    address.searchParams.delete('token');
    history.replaceState(null, '', address);
  }
  return sessionStorage.getItem(TOKEN_KEY) ?? '';
}

function onMessage(message) {
  connected = true;
  switch (message.t) {
    case 'snapshot':
      orders.replace(message.rows, message.maxRows);
      standing(message);
      break;
    case 'delta':
      orders.merge(message.rows);
      totals(message.totals);
      cursor(undefined, message.outSeq);
      changes.push([performance.now(), message.rows.length]);
      missed += message.rows.length;
      break;
    case 'heartbeat':
      standing(message);
      break;
    case 'status':
      coreLive = message.live;
      break;
    default:
      // A newer relay may say more than this page knows.
      return;
  }
  pill();
  render();
}

function standing(message) {
  coreLive = message.live;
  if (message.coreMs > 0) {
    const ahead = message.coreMs - Date.now();
    // The core's clock comes with up to one heartbeat of delay; the least delayed one is nearest to the truth.
    coreAheadMs = coreAheadMs === 0 ? ahead : Math.max(ahead, coreAheadMs - 5);
  }
  totals(message.totals);
  cursor(message.epoch, message.outSeq);
}

let epochShown;
function cursor(epoch, outSeq) {
  epochShown = epoch ?? epochShown;
  byId('cursor').textContent = `epoch ${epochShown ?? '–'} · #${number.format(outSeq)}`;
}

function totals(figures) {
  for (const [name, value] of Object.entries(figures)) {
    const element = byId(`total-${name}`);
    if (element !== null) element.textContent = number.format(value);
  }
}

function pill() {
  const state = refused ? 'refused' : connected && coreLive ? 'live' : everLive || connected ? 'reconnecting' : 'connecting';
  everLive ||= state === 'live';
  const element = byId('pill');
  if (element.dataset.state === state) return;
  element.dataset.state = state;
  byId('pill-text').textContent = { live: 'live', reconnecting: 'reconnecting…', connecting: 'connecting…', refused: 'not signed in' }[state];
  document.body.dataset.state = state;
  render();
}

function render() {
  if (renderAsked) return;
  renderAsked = true;
  requestAnimationFrame(() => {
    renderAsked = false;
    accounts();
    if (paused) {
      byId('shown').textContent = `paused · ${number.format(missed)} changes since`;
      return;
    }
    const list = orders.list();
    table.show(list);
    byId('shown').textContent = orders.isFiltered
      ? `${number.format(list.length)} of the newest ${number.format(orders.size)}`
      : list.length === 0 ? '' : `the newest ${number.format(list.length)}`;
    empty(list.length === 0);
  });
}

function empty(isEmpty) {
  const element = byId('empty');
  element.hidden = !isEmpty;
  if (isEmpty) {
    element.textContent = refused
      ? 'This page needs the token: open the address that the relay printed at its start.'
      : orders.isFiltered ? 'No order matches the filter.'
        : connected && coreLive ? 'No orders yet. They appear here by themselves.' : 'Waiting for the relay…';
  }
}

function accounts() {
  const known = orders.accounts();
  const select = byId('filter-account');
  const chosen = select.value;
  if (chosen !== '' && !known.includes(chosen)) known.push(chosen);
  const key = known.join();
  if (key === accountsShown) return;
  accountsShown = key;
  select.replaceChildren(option('', 'Any account'), ...known.map(account => option(account, account)));
  select.value = chosen;
}

function option(value, label) {
  const element = document.createElement('option');
  element.value = value;
  element.textContent = label;
  return element;
}

function onFilter() {
  orders.filter(byId('filter-text').value, byId('filter-status').value, byId('filter-account').value);
  byId('scroller').scrollTop = 0;
  setPaused(false);
  render();
}

function setPaused(isPaused) {
  paused = isPaused;
  missed = 0;
  const button = byId('pause');
  button.setAttribute('aria-pressed', String(paused));
  button.textContent = paused ? 'Resume' : 'Pause';
  document.body.classList.toggle('paused', paused);
  if (!paused) render();
}

function rate() {
  const since = performance.now() - 3000;
  changes = changes.filter(([at]) => at >= since);
  const total = changes.reduce((sum, [, rows]) => sum + rows, 0);
  byId('total-rate').textContent = connected && coreLive ? number.format(Math.round(total / 3)) : '–';
}

byId('filters').addEventListener('input', onFilter);
byId('filters').addEventListener('submit', event => event.preventDefault());
byId('pause').addEventListener('click', () => setPaused(!paused));
byId('scroller').addEventListener('scroll', () => requestAnimationFrame(() => table.layout()), { passive: true });
addEventListener('resize', () => requestAnimationFrame(() => table.layout()));
setInterval(() => { table.tick(); rate(); }, 500);

const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
new Connection(`${scheme}://${location.host}/ws`, tokenOfThisTab(), {
  onMessage,
  onState(state) {
    connected = false;
    coreLive = false;
    refused = state === 'unauthorized';
    pill();
    render();
  },
}).open();
render();
