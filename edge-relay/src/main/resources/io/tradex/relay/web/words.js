// Words and figures for people. Nothing here touches the page.

const STATUS = {
  NEW: ['New', 'working'],
  PARTIALLY_FILLED: ['Partially filled', 'partial'],
  FILLED: ['Filled', 'filled'],
  DONE_FOR_DAY: ['Done for day', 'cancelled'],
  CANCELED: ['Cancelled', 'cancelled'],
  REPLACED: ['Replaced', 'cancelled'],
  PENDING_CANCEL: ['Pending cancel', 'pending'],
  STOPPED: ['Stopped', 'pending'],
  REJECTED: ['Rejected', 'rejected'],
  SUSPENDED: ['Suspended', 'pending'],
  PENDING_NEW: ['Pending new', 'pending'],
  CALCULATED: ['Calculated', 'cancelled'],
  EXPIRED: ['Expired', 'cancelled'],
  ACCEPTED_FOR_BIDDING: ['Accepted for bidding', 'pending'],
  PENDING_REPLACE: ['Pending replace', 'pending'],
};

const GROUP = {
  FILLED: 'filled',
  CANCELED: 'cancelled', EXPIRED: 'cancelled', DONE_FOR_DAY: 'cancelled', CALCULATED: 'cancelled',
  REJECTED: 'rejected',
};

/** The status in words and the tone it is shown in. */
export function statusOf(row) {
  return STATUS[row.status] ?? [row.status, 'pending'];
}

/** The filter group that a row belongs to. */
export function groupOf(row) {
  return GROUP[row.status] ?? 'working';
}

/** What happened last, without the time. */
export function eventOf(row) {
  switch (row.event) {
    case 'NEW': return 'accepted';
    case 'TRADE': return `${row.status === 'FILLED' ? 'filled' : 'part filled'} ${grouped(row.lastQty)} @ ${grouped(row.lastPrice)}`;
    case 'CANCELED': return 'cancelled';
    case 'REPLACED': return 'replaced';
    case 'REJECTED': return 'rejected';
    case 'EXPIRED': return 'expired';
    case 'PENDING_NEW': return `sent to ${venueOf(row)}`;
    case 'PENDING_CANCEL': return `cancel sent to ${venueOf(row)}`;
    case 'PENDING_REPLACE': return `replace sent to ${venueOf(row)}`;
    case 'TRADE_CANCEL': return 'a fill was busted';
    case 'TRADE_CORRECT': return 'a fill was corrected';
    case 'RESTATED': return `changed by ${venueOf(row)}`;
    case 'DONE_FOR_DAY': return 'done for day';
    case 'SUSPENDED': return 'suspended';
    case 'STOPPED': return 'stopped';
    default: return String(row.event ?? '').toLowerCase().replaceAll('_', ' ');
  }
}

export function venueOf(row) {
  return row.venue === 0 ? 'book' : `venue ${row.venue}`;
}

const TYPE = {
  MARKET: 'Market', LIMIT: 'Limit', STOP: 'Stop', STOP_LIMIT: 'Stop limit', TRAILING_STOP: 'Trailing', PEGGED: 'Pegged',
};

const TIF = {
  AT_THE_OPENING: ['at open', 'for the opening auction'],
  AT_THE_CLOSE: ['at close', 'for the closing auction'],
  DAY: ['DAY', 'until the end of the day'],
  GTC: ['GTC', 'until it is cancelled'],
  GTD: ['GTD', 'until its expiry'],
  IOC: ['IOC', 'at once, the rest is cancelled'],
  FOK: ['FOK', 'all of it at once, or nothing'],
};

const PEG = { PRIMARY: 'the best price of its side', MID: 'the middle of the book' };
const POST_ONLY = { REJECT: 'rejected', SLIDE: 'moved to a price at which it does not' };
const SELF_TRADE = {
  CANCEL_NEWEST: 'the newer order is cancelled',
  CANCEL_OLDEST: 'the older order is cancelled',
  CANCEL_BOTH: 'both are cancelled',
  DECREMENT_AND_CANCEL: 'both lose the smaller quantity',
};

/** What kind of order it is, in a glance. */
export function typeOf(row) {
  const kind = row.display !== undefined ? 'Iceberg' : row.postOnly !== undefined ? 'Post-only' : TYPE[row.type] ?? row.type;
  return `${kind} · ${TIF[row.tif]?.[0] ?? row.tif}`;
}

/** All that was asked of the order, one line each. */
export function instructionsOf(row) {
  const kind = row.type === 'TRAILING_STOP' ? 'Trailing stop' : TYPE[row.type] ?? row.type;
  const lines = [`${kind}, ${TIF[row.tif]?.[1] ?? row.tif}`];
  const stopped = row.type === 'STOP' || row.type === 'TRAILING_STOP';
  if (row.stopPrice !== undefined) lines.push(`comes in when a trade reaches ${grouped(row.stopPrice)}`);
  if (row.type === 'TRAILING_STOP') lines.push(`that price follows the trades at ${grouped(row.offset)}`);
  if (row.peg !== undefined) lines.push(`follows ${PEG[row.peg] ?? row.peg}${Number(row.offset) === 0 ? '' : `, offset ${grouped(row.offset)}`}`);
  if (row.price !== undefined) lines.push(`${stopped || row.peg !== undefined ? 'no further than' : 'limit'} ${grouped(row.price)}`);
  if (row.workingPrice !== undefined) lines.push(`rests at ${grouped(row.workingPrice)}`);
  if (row.display !== undefined) lines.push(`shows ${grouped(row.display)} at a time`);
  if (row.minQty !== undefined) lines.push(`at least ${grouped(row.minQty)} on entry`);
  if (row.expireMs !== undefined) lines.push(`expires ${dayAndClock(row.expireMs)}`);
  if (row.postOnly !== undefined) lines.push(`if it would take liquidity it is ${POST_ONLY[row.postOnly] ?? row.postOnly}`);
  if (row.selfTradePrevention !== undefined) {
    lines.push(`if it meets an own order, ${SELF_TRADE[row.selfTradePrevention] ?? row.selfTradePrevention}`);
  }
  return lines.join('\n');
}

/** The price that matters now: where it rests, else what it waits for, else its limit. */
export function priceOf(row) {
  if (row.workingPrice !== undefined) return grouped(row.workingPrice);
  if (row.stopPrice !== undefined && groupOf(row) === 'working') return `stop ${grouped(row.stopPrice)}`;
  return row.price === undefined ? 'market' : grouped(row.price);
}

/** How long ago, in one glance. */
export function ago(ms) {
  const seconds = Math.floor(ms / 1000);
  if (seconds < 1) return 'just now';
  if (seconds < 60) return `${seconds} s ago`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ago`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ago` : `${Math.floor(hours / 24)} days ago`;
}

/** Thousands in a decimal that comes as text, so that no digit is lost: 12345.50 → 12,345.50. */
export function grouped(decimal) {
  if (decimal === undefined) return '';
  const [whole, fraction] = String(decimal).split('.');
  const withCommas = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return fraction === undefined ? withCommas : `${withCommas}.${fraction}`;
}

const CLOCK = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3, hourCycle: 'h23',
});
const DAY_AND_CLOCK = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'long', hourCycle: 'h23' });

export function clock(ms) {
  return CLOCK.format(ms);
}

export function dayAndClock(ms) {
  return DAY_AND_CLOCK.format(ms);
}
