// Numbers as people read them.

const locale = navigator.language;

/** Micro-units of a currency, with as many digits as the amount needs and never fewer than two. */
export function formatMoney(micros, currency) {
  if (micros === undefined || micros === null) return '–';
  const digits = micros % 10_000 === 0 ? 2 : micros % 1000 === 0 ? 3 : micros % 100 === 0 ? 4 : 6;
  return new Intl.NumberFormat(locale, {
    style: 'currency', currency, minimumFractionDigits: 2, maximumFractionDigits: digits,
  }).format(micros / 1e6);
}

export function pricePerMinute(price) {
  if (!price) return '';
  const fee = price.connection_fee_micros > 0 ? ` + ${formatMoney(price.connection_fee_micros, price.currency)} per call` : '';
  return `${formatMoney(price.per_minute_micros, price.currency)} per minute${fee}`;
}

/** 65000 -> "1:05"; in words: "1 min". */
export function duration(ms, inWords = false) {
  const seconds = Math.max(0, Math.floor((ms ?? 0) / 1000));
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  if (inWords) {
    if (hours >= 100) return 'for days';
    return [hours ? `${hours} h` : '', minutes || hours ? `${minutes} min` : `${seconds} s`].filter(Boolean).join(' ');
  }
  const rest = String(seconds % 60).padStart(2, '0');
  return hours ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

/** The regional-indicator flag of an ISO country; a globe for what has none. */
export function flag(region) {
  if (!/^[A-Z]{2}$/.test(region ?? '') || region === 'ZZ') return '🌐';
  return String.fromCodePoint(...Array.from(region, (c) => 0x1f1e6 + c.charCodeAt(0) - 65));
}

export function when(instant) {
  const date = new Date(instant);
  const today = new Date().toDateString() === date.toDateString();
  return date.toLocaleString(locale, today ? { timeStyle: 'short' } : { dateStyle: 'short', timeStyle: 'short' });
}
