// The page: signing in, the dial pad with its quote, the call view, the history.

import { Calls } from './calls.js';
import { Credit } from './credit.js';
import { duration, formatMoney, pricePerMinute, regionBadge, when } from './format.js';
import { Identity } from './identity.js';
import { Overlay } from './overlay.js';

const $ = (id) => document.getElementById(id);
const KEYS = [
  ['1', ''], ['2', 'ABC'], ['3', 'DEF'], ['4', 'GHI'], ['5', 'JKL'], ['6', 'MNO'],
  ['7', 'PQRS'], ['8', 'TUV'], ['9', 'WXYZ'], ['*', ''], ['0', '+'], ['#', ''],
];
const STATES = {
  starting: 'Connecting …',
  calling: 'Calling …',
  ringing: 'Ringing …',
  'early-media': 'The network answers with sound …',
  talking: 'Talking',
  connecting: 'Connecting …',
  'ringing-here': 'Incoming call',
  ending: 'Hanging up …',
  ended: 'Call ended',
};

let identity = null;
let overlay = null;
let calls = null;
let credit = null;
let current = null;
let account = null;
let quoteTimer = 0;
let renewTimer = 0;
let ringer = null;

function element(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

// ---- signing in and out

async function signedIn(who) {
  identity = who;
  $('sign-in').hidden = true;
  $('who').hidden = false;
  $('dialler').hidden = false;
  $('history').hidden = false;
  overlay = new Overlay(identity);
  overlay.addEventListener('state', ({ detail }) => showLink(detail));
  calls = new Calls(overlay, identity);
  calls.addEventListener('incoming', ({ detail }) => rings(detail));
  credit = new Credit(identity, refresh);
  overlay.open();
  scheduleRenewal();
  await refresh();
  $('number').focus();
}

function scheduleRenewal() {
  clearTimeout(renewTimer);
  const pause = Math.max(5_000, Math.min(identity.renewAt - Date.now(), 2 ** 31 - 1));
  renewTimer = setTimeout(async () => {
    try {
      await identity.renew();
    } catch (problem) {
      if (problem.status === 401) return signOut('Please sign in again.');
    }
    return scheduleRenewal();
  }, pause);
}

async function signOut(words = '') {
  clearTimeout(renewTimer);
  await current?.hangUp();
  overlay?.close();
  credit?.close();
  await identity?.signOut();
  identity = null;
  for (const id of ['who', 'dialler', 'history']) $(id).hidden = true;
  $('sign-in').hidden = false;
  $('sign-in-problem').textContent = words;
  $('user').focus();
}

function showLink({ state, text }) {
  $('link').dataset.state = state;
  $('link').textContent = state;
  if (state === 'refused') signOut(text);
  updateCallButton();
}

$('sign-in').addEventListener('submit', async (event) => {
  event.preventDefault();
  const button = event.submitter;
  button.disabled = true;
  $('sign-in-problem').textContent = '';
  try {
    await signedIn(await Identity.signIn($('user').value.trim(), $('password').value));
    $('password').value = '';
  } catch (problem) {
    $('sign-in-problem').textContent = problem.message;
  } finally {
    button.disabled = false;
  }
});
$('sign-out').addEventListener('click', () => signOut());

// ---- credit and history

async function refresh() {
  try {
    account = await identity.get('me');
    $('credit').textContent = formatMoney(account.available_micros, account.currency);
    showHistory((await identity.get('me/calls?limit=50')).calls);
    await credit?.refresh();
  } catch (problem) {
    if (problem.status === 401) await signOut('Please sign in again.');
  }
}

$('download-receipt').addEventListener('click', async () => {
  try {
    const receipt = await identity.get('me/receipt');
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([`${JSON.stringify(receipt, null, 2)}\n`], { type: 'application/json' }));
    link.download = `tollgate-receipt-${receipt.issued_at.slice(0, 10)}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  } catch (problem) {
    if (problem.status === 401) await signOut('Please sign in again.');
    else $('download-receipt').title = problem.message;
  }
});

function showHistory(entries) {
  $('no-calls').hidden = entries.length > 0;
  $('calls').replaceChildren(...entries.map(historyEntry));
}

function historyEntry(entry) {
  const item = document.createElement('li');
  const button = element('button', 'entry');
  button.type = 'button';
  const incoming = entry.direction === 'inbound';
  button.dataset.outcome = incoming && entry.talk_ms === 0 ? 'missed' : 'made';
  button.title = 'Dial again';
  const words = entry.talk_ms > 0 ? `${entry.destination || entry.text} · ${duration(entry.talk_ms)}` : entry.text;
  button.append(
    element('span', 'arrow', incoming ? '↙' : '↗'),
    element('span', 'number', entry.number || 'Number withheld'),
    element('span', 'cost', entry.cost_micros > 0 ? formatMoney(entry.cost_micros, entry.currency) : incoming ? '' : 'free'),
    element('span', 'words', words),
    element('span', 'when', when(entry.started_at)),
  );
  button.addEventListener('click', () => setNumber(entry.number));
  item.append(button);
  return item;
}

// ---- dial pad and quote

function keypad(host, press) {
  for (const [key, letters] of KEYS) {
    const button = element('button', '', key);
    button.type = 'button';
    button.dataset.key = key;
    button.append(element('small', '', letters));
    button.addEventListener('click', () => press(key));
    host.append(button);
  }
}

function setNumber(value) {
  $('number').value = value;
  $('number').focus();
  askQuote();
}

keypad($('keypad'), (key) => setNumber($('number').value + key));
keypad($('call-keypad'), (key) => current?.press(key));
// A long press on 0 is a plus, as on every mobile phone.
const zero = $('keypad').querySelector('[data-key="0"]');
let plus = 0;
zero.addEventListener('pointerdown', () => {
  plus = setTimeout(() => {
    plus = 0;
    setNumber(`${$('number').value}+`);
  }, 500);
});
zero.addEventListener('click', (event) => {
  if (!plus) event.stopImmediatePropagation();
  clearTimeout(plus);
}, true);
$('erase').addEventListener('click', () => setNumber($('number').value.slice(0, -1)));
$('try-echo').addEventListener('click', () => setNumber('echo123'));
$('number').addEventListener('input', askQuote);

$('headset').checked = localStorage.getItem('tollgate.headset') === 'yes';
$('headset').addEventListener('change', () => localStorage.setItem('tollgate.headset', $('headset').checked ? 'yes' : 'no'));

let quote = null;

function askQuote() {
  clearTimeout(quoteTimer);
  const typed = $('number').value.trim();
  quote = null;
  updateCallButton();
  if (!typed) {
    showQuote(null);
    return;
  }
  quoteTimer = setTimeout(async () => {
    try {
      const answer = await identity.get(`me/quote?number=${encodeURIComponent(typed)}`);
      if ($('number').value.trim() !== typed) return;
      quote = answer;
      showQuote(answer);
    } catch (problem) {
      if ($('number').value.trim() === typed) showQuote({ status: 'unavailable', words: problem.message });
    }
    updateCallButton();
  }, 150);
}

function showQuote(answer) {
  if (!answer) {
    $('quote').replaceChildren();
    return;
  }
  const lines = [];
  if (answer.region || answer.country) {
    const place = element('p', '', ` ${[answer.country, answer.formatted].filter(Boolean).join(' · ')}`);
    place.prepend(element('span', 'region', regionBadge(answer.region)));
    lines.push(place);
  }
  if (answer.status === 'priced') {
    lines.push(element('p', 'price', `${pricePerMinute(answer.price)} · ${answer.destination}`));
    if (answer.package_s > 0) lines.push(element('p', 'fine', `The first ${duration(answer.package_s * 1000, true)} come out of your package.`));
    lines.push(element('p', 'fine', answer.lasts_s > 0 ? `Your credit lasts ${duration(answer.lasts_s * 1000, true)}.` : 'Your credit is not enough for this call.'));
  } else if (answer.status === 'free') {
    lines.push(element('p', 'price', `Free · ${answer.destination}`));
  } else {
    lines.push(element('p', answer.status === 'incomplete' ? 'fine' : 'refused', answer.words));
  }
  $('quote').replaceChildren(...lines);
}

function updateCallButton() {
  const callable = quote && (quote.status === 'free' || (quote.status === 'priced' && quote.lasts_s > 0));
  $('call-button').disabled = !callable || overlay?.state !== 'online' || Boolean(current?.live);
}

$('dial').addEventListener('submit', (event) => {
  event.preventDefault();
  if ($('call-button').disabled) return;
  const call = calls.dial($('number').value.trim());
  call.title = quote?.formatted || $('number').value.trim();
  show(call);
});

// ---- the call view

function show(call) {
  current = call;
  call.addEventListener('change', () => render(call));
  call.addEventListener('ended', () => over(call));
  $('receipt').hidden = true;
  $('receipt').replaceChildren();
  toggleKeypad(false);
  toggleFigures(false);
  render(call);
  if (!$('call-view').open) $('call-view').showModal();
  updateCallButton();
}

function rings(call) {
  if (current?.live) {
    call.decline();
    return;
  }
  show(call);
  ringer = startRinging();
  document.title = `☎ ${call.number || 'Incoming call'} – Tollgate`;
  $('answer').focus();
}

const ENDINGS = {
  credit: 'Your credit ends',
  spending: 'What this account may spend is used up',
  account: 'This account may not go on calling: the call ends',
  length: 'The longest call that is allowed is over',
};

/** In steps of five seconds, so that a screen reader does not speak all the time. */
function warning({ why, at }) {
  const seconds = Math.max(5, Math.ceil((at - Date.now()) / 5000) * 5);
  return `${ENDINGS[why] ?? ENDINGS.credit} in about ${seconds} seconds.`;
}

function render(call) {
  if (call !== current) return;
  const { state } = call;
  if (state !== 'ringing-here') stopRinging();
  $('call-state').textContent = state === 'ended' ? call.end.text ?? STATES.ended : STATES[state];
  $('call-title').textContent = call.title || call.number || 'Number withheld';
  $('call-name').textContent = [call.name, call.price ? pricePerMinute(call.price) : ''].filter(Boolean).join(' · ');
  const talking = state === 'talking';
  const connected = talking || state === 'early-media';
  $('call-timer').hidden = !talking;
  $('meters').hidden = !talking;
  if (!talking) {
    toggleFigures(false);
    $('cause').hidden = true;
  }
  $('call-time').textContent = talking ? duration(Date.now() - call.answeredAt) : '';
  if (talking) renderMeters(call);
  $('call-warning').hidden = !talking || !call.ending;
  $('call-warning').textContent = call.ending ? warning(call.ending) : '';
  $('secured').hidden = !call.encryption || state === 'ended';
  $('secured').textContent = `Encrypted to the gateway (${call.encryption.replaceAll('_', '-')}), in the clear beyond it.`;
  $('answer').hidden = state !== 'ringing-here';
  $('decline').hidden = state !== 'ringing-here';
  $('mute').hidden = !connected;
  $('mute').setAttribute('aria-pressed', String(call.muted));
  $('mute').textContent = call.muted ? 'Unmute' : 'Mute';
  $('keys').hidden = !connected;
  if (!connected) toggleKeypad(false);
  $('hang-up').hidden = state === 'ringing-here' || state === 'ended';
  $('hang-up').disabled = state === 'ending';
  $('close').hidden = state !== 'ended';
}

function renderMeters(call) {
  const { tick, quality } = call;
  const paid = call.price?.per_minute_micros > 0 || call.price?.connection_fee_micros > 0;
  $('call-cost').textContent = paid && tick ? formatMoney(tick.cost_micros, tick.currency) : paid ? '–' : 'free';
  $('call-credit').textContent = paid && tick ? formatMoney(tick.balance_micros, tick.currency) : $('credit').textContent;
  renderSound(quality);
}

// ---- what the call sounds like

const VERDICTS = { good: 'Good', fair: 'Fair', poor: 'Poor' };

function verdictOf(quality) {
  return VERDICTS[quality?.verdict] ?? (quality ? 'Unknown' : '–');
}

/** What can be said of both directions, as pairs of a label and its figures. */
function soundFigures(quality, over = false) {
  const whole = (value, unit) => `${Math.round(value)} ${unit}`;
  const score = (mos) => (mos ? `score ${mos.toFixed(1)} of 4.5` : '');
  const pct = (value) => `${value < 1 && value > 0 ? value.toFixed(1) : Math.round(value)} % lost`;
  const heard = quality.heard_mos ? [score(quality.heard_mos), pct(quality.heard_loss_pct)] : [];
  const sent = [score(quality.mos), pct(quality.loss_pct), `jitter ${whole(quality.jitter_ms, 'ms')}`];
  const way = [];
  if (quality.delay_ms) way.push(`${whole(quality.delay_ms, 'ms')} from mouth to ear`);
  if (quality.rtt_ms) way.push(`${whole(quality.rtt_ms, 'ms')} to the gateway and back`);
  return [[over ? 'You heard' : 'You hear', heard], [over ? 'You were heard' : 'You are heard', sent], ['Delay', way]]
    .filter(([, parts]) => parts.some(Boolean))
    .map(([label, parts]) => [label, parts.filter(Boolean).join(', ')]);
}

function renderSound(quality) {
  const verdict = verdictOf(quality);
  $('sound').dataset.verdict = quality?.verdict ?? '';
  // Seven bars, as the first of these programs drew them; the worse direction counts.
  const scores = [quality?.mos, quality?.heard_mos].filter(Boolean);
  const lit = scores.length ? Math.max(1, Math.min(7, Math.round((Math.min(...scores) - 1) * 2.1))) : 0;
  $('bars').replaceChildren(...Array.from({ length: 7 }, (_, i) => {
    const bar = element('i', i < lit ? 'on' : '');
    bar.style.height = `${30 + i * 10}%`;
    return bar;
  }));
  $('quality-text').textContent = verdict;
  const figures = quality ? soundFigures(quality) : [];
  $('sound').title = figures.map((pair) => pair.join(': ')).join('\n');
  $('sound').disabled = figures.length === 0;
  $('figures').replaceChildren(...figures.map(([label, value]) => {
    const box = element('div');
    box.append(element('dt', '', label), element('dd', '', value));
    return box;
  }));
  const cause = quality?.verdict && quality.verdict !== 'good' ? quality.cause : '';
  $('cause').hidden = !cause;
  if ($('cause').textContent !== sentence(cause)) $('cause').textContent = sentence(cause);
}

function sentence(words) {
  return words ? `${words[0].toUpperCase()}${words.slice(1)}.` : '';
}

function toggleFigures(open = $('figures').hidden) {
  $('figures').hidden = !open;
  $('sound').setAttribute('aria-expanded', String(open));
}

$('sound').addEventListener('click', () => toggleFigures());

function over(call) {
  if (call === current) {
    document.title = 'Tollgate';
    stopRinging();
    showReceipt(call);
    render(call);
    $('close').focus();
    updateCallButton();
  }
  refresh();
}

function showReceipt({ end, quality }) {
  const rows = [];
  const row = (label, value, wide) => {
    const box = element('div', wide ? 'wide' : '');
    const said = element('dd', '', typeof value === 'string' ? value : undefined);
    if (typeof value !== 'string') said.append(value);
    box.append(element('dt', '', label), said);
    rows.push(box);
  };
  if (end.currency) {
    if (end.number) row('Number', end.number, true);
    row('Talked', duration(end.talk_ms));
    row('Rang', `${(end.ring_ms / 1000).toFixed(1)} s`);
    row('Price', end.price_micros > 0 ? formatMoney(end.price_micros, end.currency) : 'nothing charged');
    row('Credit left', formatMoney(end.balance_micros, end.currency));
    if (quality?.verdict && (quality.mos || quality.heard_mos)) row('Sound', soundReceipt(quality), true);
    if (end.sip_status >= 300) row('Network said', `SIP ${end.sip_status}${end.q850 ? `, cause ${end.q850}` : ''}`, true);
  }
  $('receipt').replaceChildren(...rows);
  $('receipt').hidden = rows.length === 0;
}

/** One word for everybody, the figures for who taps or hovers; of the whole call, by the bounds of the gateway. */
function soundReceipt(quality) {
  const more = element('details', 'sound-receipt');
  const figures = soundFigures(quality, true).map((pair) => pair.join(': '));
  const worst = Math.min(...[quality.mos, quality.heard_mos].filter(Boolean));
  const verdict = worst >= 3.6 ? 'good' : worst >= 3.1 ? 'fair' : 'poor';
  more.title = figures.join('\n');
  more.append(element('summary', '', VERDICTS[verdict]));
  if (quality.cause) figures.unshift(sentence(quality.cause));
  for (const line of figures) more.append(element('p', '', line));
  return more;
}

setInterval(() => {
  if (current?.state === 'talking') $('call-time').textContent = duration(Date.now() - current.answeredAt);
}, 250);

function toggleKeypad(open = $('call-keypad').hidden) {
  $('call-keypad').hidden = !open;
  $('keys').setAttribute('aria-expanded', String(open));
}

$('answer').addEventListener('click', () => current?.accept());
$('decline').addEventListener('click', () => current?.decline());
$('hang-up').addEventListener('click', () => current?.hangUp());
$('mute').addEventListener('click', () => current?.mute(!current.muted));
$('keys').addEventListener('click', () => toggleKeypad());
$('close').addEventListener('click', () => $('call-view').close());
// Escape must not hide a live call.
$('call-view').addEventListener('cancel', (event) => {
  if (current?.live) event.preventDefault();
});
document.addEventListener('keydown', (event) => {
  if (current?.state === 'talking' && /^[0-9*#]$/.test(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey) {
    current.press(event.key);
  }
  if (current?.state === 'talking' && event.key.toLowerCase() === 'm') current.mute(!current.muted);
});
addEventListener('pagehide', () => current?.hangUp());

// ---- the ringing tone of an incoming call, made here so that no file has to be fetched

function startRinging() {
  const context = new AudioContext();
  const gain = context.createGain();
  gain.gain.value = 0;
  gain.connect(context.destination);
  for (const hz of [400, 450]) {
    const tone = context.createOscillator();
    tone.frequency.value = hz;
    tone.connect(gain);
    tone.start();
  }
  for (let second = 0; second < 90; second += 3) {
    for (const [on, off] of [[0, 0.4], [0.6, 1.0]]) {
      gain.gain.setValueAtTime(0.12, context.currentTime + second + on);
      gain.gain.setValueAtTime(0, context.currentTime + second + off);
    }
  }
  return context;
}

function stopRinging() {
  ringer?.close();
  ringer = null;
}

// ---- start: one tab of a browser is one device

async function start() {
  const resumed = await Identity.resume().catch(() => null);
  if (resumed) await signedIn(resumed);
  else {
    $('sign-in').hidden = false;
    $('user').focus();
  }
}

if (navigator.locks) {
  const waiting = setTimeout(() => { $('elsewhere').hidden = false; }, 400);
  navigator.locks.request('tollgate-dialler', async () => {
    clearTimeout(waiting);
    $('elsewhere').hidden = true;
    await start();
    await new Promise(() => {});
  });
} else {
  $('sign-in').hidden = false;
  $('sign-in-problem').textContent = 'This page must be opened over https, or on localhost.';
}
