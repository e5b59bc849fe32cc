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

export function typeOf(row) {
  return `${row.type === 'MARKET' ? 'Market' : 'Limit'} · ${row.tif}`;
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
